import { freePort } from "../../testkit/free_port.ts";
import type { PostgresServer, UrlParts } from "../../testkit/postgres_server.ts";
import type { PostgresStandby } from "./postgres_standby.ts";
import { execute } from "../../testkit/postgres_database.ts";
import { atTheEnd, folderOf, runAs, serverUser, writeAs } from "../../testkit/server_user.ts";
import { until } from "../../testkit/until.ts";

/** pgpool-II before a primary and its standby, to which it gives every read that it takes for one. */
export interface Pgpool {
  readonly url: (database: string, parts?: UrlParts) => string;
  readonly close: () => Promise<void>;
}

/** The role that it lets in, which is made here, and is a superuser. */
const LOGIN = { user: "pooled", password: "pooled" };

/** Starts pgpool-II. `settings` are lines of its configuration. All reads that it balances go to the standby. */
export async function startPgpool(
  primary: PostgresServer,
  standby: PostgresStandby,
  settings: readonly string[] = [],
): Promise<Pgpool> {
  const program = await findPgpool();
  const user = await serverUser();
  const folder = await folderOf(user);
  const port = freePort();
  await execute(
    primary.url("postgres"),
    `drop role if exists ${LOGIN.user};
      create role ${LOGIN.user} login superuser password '${LOGIN.password}'`,
  );
  await standby.catchUp();
  await writeAs(user, `${folder}/pool_passwd`, `${LOGIN.user}:TEXT${LOGIN.password}\n`);
  await writeAs(user, `${folder}/pool_hba.conf`, "host all all 127.0.0.1/32 scram-sha-256\n");
  await writeAs(user, `${folder}/pcp.conf`, "");
  const lines = [...configuration(primary.port, standby.port, folder, port), ...settings];
  await writeAs(user, `${folder}/pgpool.conf`, `${lines.join("\n")}\n`);
  const files = ["-f", `${folder}/pgpool.conf`, "-F", `${folder}/pcp.conf`];
  const end = atTheEnd(user, `kill -INT $(cat ${folder}/pid); rm -rf ${folder}`);
  await runAs(user, [
    "sh",
    "-c",
    `${program} ${files.join(" ")} -a ${folder}/pool_hba.conf -n >${folder}/log 2>&1 &`,
  ]);
  const url: Pgpool["url"] = (database, parts = {}) =>
    primary.url(database, { port, ...LOGIN, ...parts });
  await until(() => execute(url("postgres"), "select 1").then(() => true, () => false));
  return { url, close: end };
}

function configuration(
  primary: number,
  standby: number,
  folder: string,
  port: number,
): readonly string[] {
  return [
    "backend_clustering_mode = 'streaming_replication'",
    "listen_addresses = '127.0.0.1'",
    `port = ${port}`,
    `socket_dir = '${folder}'`,
    `pcp_socket_dir = '${folder}'`,
    `wd_ipc_socket_dir = '${folder}'`,
    `work_dir = '${folder}'`,
    `logdir = '${folder}'`,
    `pid_file_name = '${folder}/pid'`,
    "pcp_listen_addresses = ''",
    "backend_hostname0 = '127.0.0.1'",
    `backend_port0 = ${primary}`,
    "backend_weight0 = 0",
    "backend_hostname1 = '127.0.0.1'",
    `backend_port1 = ${standby}`,
    "backend_weight1 = 1",
    "num_init_children = 8",
    "enable_pool_hba = on",
    `pool_passwd = '${folder}/pool_passwd'`,
    "load_balance_mode = on",
    "sr_check_period = 1",
    `sr_check_user = '${LOGIN.user}'`,
    `sr_check_password = '${LOGIN.password}'`,
    "use_watchdog = off",
    "log_per_node_statement = on",
  ];
}

async function findPgpool(): Promise<string> {
  const folders = [...(Deno.env.get("PATH") ?? "").split(":"), "/usr/sbin"];
  for (const folder of folders) {
    const program = `${folder}/pgpool`;
    if (await Deno.stat(program).then(() => true, () => false)) return program;
  }
  throw new Error("Cannot run pgpool: install pgpool2");
}
