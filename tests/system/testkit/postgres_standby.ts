import { freePort } from "../../testkit/free_port.ts";
import { postgresBinaries } from "../../testkit/postgres_binaries.ts";
import { execute } from "../../testkit/postgres_database.ts";
import type { PostgresServer, UrlParts } from "../../testkit/postgres_server.ts";
import { atTheEnd, folderOf, runAs, serverUser, writeAs } from "../../testkit/server_user.ts";
import { until } from "../../testkit/until.ts";

/** A hot standby that streams from a primary. It is gone when the test file is. */
export interface PostgresStandby {
  readonly port: number;
  readonly url: (database: string, parts?: UrlParts) => string;
  /** From now on it answers with what it has, and takes in nothing new. */
  readonly pause: () => Promise<void>;
  readonly resume: () => Promise<void>;
  /** Returns when it has all that the primary has written. */
  readonly catchUp: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Copies the primary's data, for which that is stopped for a moment, and streams from it since. */
export async function startStandby(primary: PostgresServer): Promise<PostgresStandby> {
  const { pgCtl } = await postgresBinaries();
  const user = await serverUser();
  const folder = await folderOf(user);
  const data = `${folder}/data`;
  const end = atTheEnd(user, `${pgCtl} -D ${data} -m immediate stop; rm -rf ${folder}`);
  const port = freePort();
  await execute(
    primary.url("postgres"),
    "create role standby login replication password 'standby'",
  );
  await primary.stop("fast");
  await runAs(user, ["cp", "-a", `${primary.folder}/data`, data]);
  await primary.start();
  await writeAs(user, `${data}/standby.signal`, "");
  await writeAs(user, `${data}/postgresql.auto.conf`, configuration(primary.port, port, folder));
  await runAs(user, [pgCtl, "-D", data, "-w", "-s", "-l", `${folder}/log`, "start"]);
  const url: PostgresStandby["url"] = (database, parts = {}) =>
    primary.url(database, { port, ...parts });
  const ask = async (statement: string) => (await execute(url("postgres"), statement))[0] ?? {};
  return {
    port,
    url,
    pause: async () => void await ask("select pg_wal_replay_pause()"),
    resume: async () => void await ask("select pg_wal_replay_resume()"),
    catchUp: async () => {
      const [row] = await execute(
        primary.url("postgres"),
        "select pg_current_wal_lsn()::text as at",
      );
      await until(async () =>
        (await ask(`select pg_last_wal_replay_lsn() >= '${row?.["at"]}' as has`))["has"] === true
      );
    },
    close: end,
  };
}

/** What is said later in this file wins over what the copy says. */
function configuration(primaryPort: number, port: number, folder: string): string {
  const login = "user=standby password=standby";
  return `port = ${port}
unix_socket_directories = '${folder}'
hot_standby = on
primary_conninfo = 'host=127.0.0.1 port=${primaryPort} ${login}'
`;
}
