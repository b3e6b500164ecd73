import { freePort } from "../../testkit/free_port.ts";
import { PASSWORD, SUPERUSER } from "../../testkit/postgres_data.ts";
import type { PostgresServer, ServerCertificate, UrlParts } from "../../testkit/postgres_server.ts";
import { atTheEnd, folderOf, runAs, serverUser, writeAs } from "../../testkit/server_user.ts";

/** For how long PgBouncer lends a session of the server: where it is less than a session, the next may be another. */
export type PoolMode = "transaction" | "statement";

/** A connection pooler in front of a server. */
export interface PgBouncer {
  readonly port: number;
  readonly url: (database: string, parts?: UrlParts) => string;
  /** Stops it, which cuts the connections of its clients. */
  readonly close: () => Promise<void>;
}

/**
 * Starts PgBouncer, with TLS if it is given a certificate. It lets in the superuser, with at most two sessions of the
 * server for all clients of a database.
 */
export async function startPgBouncer(
  server: PostgresServer,
  mode: PoolMode = "transaction",
  tls?: ServerCertificate,
): Promise<PgBouncer> {
  const program = await findPgBouncer();
  const user = await serverUser();
  const folder = await folderOf(user);
  const port = freePort();
  await writeAs(user, `${folder}/users.txt`, `"${SUPERUSER}" "${PASSWORD}"\n`);
  const settings = configuration(server, folder, { port, mode });
  await writeAs(
    user,
    `${folder}/pgbouncer.ini`,
    tls === undefined ? settings : settings + withTls(folder),
  );
  if (tls !== undefined) {
    await writeAs(user, `${folder}/server.pem`, tls.certificate);
    await writeAs(user, `${folder}/server.key`, tls.privateKey);
  }
  await runAs(user, [program, "--daemon", "--quiet", `${folder}/pgbouncer.ini`]);
  await untilListening(port);
  const line = `kill -TERM $(cat ${folder}/pid); rm -rf ${folder}`;
  return {
    port,
    url: (database, parts = {}) => server.url(database, { port, ...parts }),
    close: atTheEnd(user, line),
  };
}

function configuration(
  server: PostgresServer,
  folder: string,
  { port, mode }: { readonly port: number; readonly mode: PoolMode },
): string {
  return `[databases]
* = host=127.0.0.1 port=${server.port}
[pgbouncer]
pool_mode = ${mode}
default_pool_size = 2
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = ${folder}/users.txt
logfile = ${folder}/log
pidfile = ${folder}/pid
`;
}

function withTls(folder: string): string {
  return `client_tls_sslmode = require
client_tls_cert_file = ${folder}/server.pem
client_tls_key_file = ${folder}/server.key
`;
}

/** The daemon leaves its parent before it listens. */
async function untilListening(port: number): Promise<void> {
  for (let attempt = 0; attempt < 1000; attempt++) {
    const connection = await Deno.connect({ hostname: "127.0.0.1", port }).catch(() => null);
    if (connection !== null) return connection.close();
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error("Cannot use pgbouncer: it does not listen");
}

async function findPgBouncer(): Promise<string> {
  const folders = [...(Deno.env.get("PATH") ?? "").split(":"), "/usr/sbin"];
  for (const folder of folders) {
    const program = `${folder}/pgbouncer`;
    if (await Deno.stat(program).then(() => true, () => false)) return program;
  }
  throw new Error("Cannot run pgbouncer: install pgbouncer");
}
