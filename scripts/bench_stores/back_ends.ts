import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { execute } from "../../tests/testkit/postgres_database.ts";
import { type PostgresServer, startPostgres } from "../../tests/testkit/postgres_server.ts";
import type { BackEnd } from "./back_end.ts";
import { fillDirectory } from "./fill_directory.ts";
import { fillPostgres } from "./fill_postgres.ts";
import { fillSqlite } from "./fill_sqlite.ts";

/** Calls `task` with a new Postgres server, and stops it afterwards. */
export async function withPostgres<Result>(
  task: (backEnd: BackEnd) => Promise<Result>,
): Promise<Result> {
  const server = await startPostgres();
  try {
    return await task(await postgresOn(server));
  } finally {
    await server.close();
  }
}

/** SQLite, in a file of a folder. */
export function sqliteIn(folder: string): BackEnd {
  const path = join(folder, "cloacina.db");
  return {
    title: "SQLite",
    version: `SQLite ${sqliteVersion()}`,
    location: { kind: "sqlite", path },
    fill: (filler) => Promise.resolve(fillSqlite(path, filler)),
  };
}

/** A key directory in a folder. */
export function directoryIn(folder: string): BackEnd {
  const location = { kind: "directory", path: join(folder, "keys") } as const;
  return {
    title: "Key directory",
    version: null,
    location,
    fill: (filler) => fillDirectory(location, filler),
  };
}

/** The test server runs without fsync; it is turned on, so that commits cost what they cost in production. */
async function postgresOn(server: PostgresServer): Promise<BackEnd> {
  const url = server.url("postgres");
  await execute(url, "alter system set fsync = on");
  const [row] = await execute(url, "select pg_reload_conf(); show server_version");
  return {
    title: "Postgres",
    version: `PostgreSQL ${/^[\d.]+/.exec(String(row?.["server_version"]))?.[0]}`,
    location: { kind: "postgres", url, schema: null },
    fill: (filler) => fillPostgres(url, filler),
  };
}

function sqliteVersion(): unknown {
  using database = new DatabaseSync(":memory:");
  return database.prepare("SELECT sqlite_version() AS version").get()?.["version"];
}
