import { execute } from "../../testkit/postgres_database.ts";
import type { PostgresServer } from "../../testkit/postgres_server.ts";
import { until } from "../../testkit/until.ts";

/** While the work runs, each commit of a change waits for a standby that does not exist: of a server of the test's own. */
export async function withoutStandby<Result>(
  server: PostgresServer,
  work: () => Promise<Result>,
): Promise<Result> {
  await setStandby(server, "nobody");
  try {
    return await work();
  } finally {
    await setStandby(server, "");
  }
}

async function setStandby(server: PostgresServer, name: string): Promise<void> {
  const admin = server.url("postgres");
  await execute(admin, `alter system set synchronous_standby_names = '${name}'`);
  await execute(admin, "select pg_reload_conf()");
  await until(async () => {
    const [row] = await execute(admin, "show synchronous_standby_names");
    return row?.["synchronous_standby_names"] === name;
  });
}
