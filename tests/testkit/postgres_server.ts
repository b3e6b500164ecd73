import { freePort } from "./free_port.ts";
import { postgresBinaries } from "./postgres_binaries.ts";
import { PASSWORD, type PasswordMethod, postgresData, SUPERUSER } from "./postgres_data.ts";
import { atTheEnd, folderOf, runAs, type ServerUser, serverUser, writeAs } from "./server_user.ts";

/** The parts of a database URL that a test may change. */
export interface UrlParts {
  readonly user?: string;
  readonly password?: string;
  readonly port?: number;
  /** Parameters, such as `sslmode=require`. */
  readonly search?: string;
}

/** A PostgreSQL server of the tests' own, on loopback. It is gone when the test file is, however that ends. */
export interface PostgresServer {
  readonly port: number;
  /** The folder of its Unix socket. */
  readonly folder: string;
  /** A URL for a database, as the superuser where nothing else is said. */
  readonly url: (database: string, parts?: UrlParts) => string;
  /** Stops it: `fast` ends sessions, `immediate` is a crash. */
  readonly stop: (mode: "fast" | "immediate") => Promise<void>;
  readonly start: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** A certificate and its key, in PEM. */
export interface ServerCertificate {
  readonly certificate: string;
  readonly privateKey: string;
}

/**
 * Starts a server, with passwords by scram-sha-256 where nothing else is said. It takes about a second, so a test file
 * starts one and has a database for each test: a server that all files share would need somebody to count who still
 * uses it.
 */
export async function startPostgres(
  tls?: ServerCertificate,
  method: PasswordMethod = "scram-sha-256",
): Promise<PostgresServer> {
  const { pgCtl } = await postgresBinaries();
  const user = await serverUser();
  const folder = await folderOf(user);
  const end = atTheEnd(user, `${pgCtl} -D ${folder}/data -m immediate stop; rm -rf ${folder}`);
  const port = freePort();
  await runAs(user, ["cp", "-a", await postgresData(user, method), `${folder}/data`]);
  await configure(user, folder, port, tls);
  const control = (...args: string[]) =>
    runAs(user, [pgCtl, "-D", `${folder}/data`, "-w", "-s", "-l", `${folder}/log`, ...args]);
  await control("start");
  return {
    port,
    folder,
    url: (database, parts = {}) => urlOf(database, { port, ...parts }),
    stop: (mode) => control("-m", mode, "stop"),
    start: () => control("start"),
    close: end,
  };
}

async function configure(
  user: ServerUser | null,
  folder: string,
  port: number,
  tls: ServerCertificate | undefined,
): Promise<void> {
  const lines = [
    `port = ${port}`,
    "listen_addresses = '127.0.0.1'",
    `unix_socket_directories = '${folder}'`,
    "max_connections = 100",
    // A killed client or server loses nothing by this; a machine that loses its power would.
    "fsync = off",
  ];
  if (tls !== undefined) {
    await writeAs(user, `${folder}/server.pem`, tls.certificate);
    await writeAs(user, `${folder}/server.key`, tls.privateKey);
    lines.push("ssl = on");
    lines.push(`ssl_cert_file = '${folder}/server.pem'`, `ssl_key_file = '${folder}/server.key'`);
  }
  const path = `${folder}/data/postgresql.conf`;
  const config = await Deno.readTextFile(path);
  await writeAs(user, path, `${config}\n${lines.join("\n")}\n`);
}

function urlOf(
  database: string,
  { user = SUPERUSER, password = PASSWORD, port, search }: UrlParts,
) {
  const login = `${encodeURIComponent(user)}:${encodeURIComponent(password)}`;
  const query = search === undefined ? "" : `?${search}`;
  return `postgres://${login}@127.0.0.1:${port}/${encodeURIComponent(database)}${query}`;
}
