import postgres from "postgres";
import { startPostgres, type UrlParts } from "./postgres_server.ts";

/** Where tests get databases from. */
export interface DatabaseServer {
  readonly url: (database: string, parts?: UrlParts) => string;
}

/** The server that TEST_DATABASE_URL names, as somebody who may make databases and roles; else one that is started. */
export async function databaseServer(): Promise<DatabaseServer> {
  const given = Deno.env.get("TEST_DATABASE_URL");
  return given === undefined || given === "" ? await startPostgres() : { url: urlsLike(given) };
}

/** A new database, with a name that needs no quotes. The caller drops it. */
export async function createDatabase(server: DatabaseServer, options = ""): Promise<string> {
  const name = `test_${crypto.randomUUID().replaceAll("-", "")}`;
  await execute(server.url("postgres"), `create database ${name} ${options}`);
  return name;
}

/** Drops a database, with whoever is connected to it. */
export async function dropDatabase(server: DatabaseServer, name: string): Promise<void> {
  await execute(server.url("postgres"), `drop database if exists ${name} with (force)`);
}

/** Runs work with a new database, which is dropped however the work ends. */
export async function withDatabase(
  server: DatabaseServer,
  work: (url: string, name: string) => Promise<void>,
  options = "",
): Promise<void> {
  const name = await createDatabase(server, options);
  try {
    await work(server.url(name), name);
  } finally {
    await dropDatabase(server, name);
  }
}

/** Runs statements as they stand there, in a session of their own. Gives the rows of the last. */
export async function execute(
  url: string,
  statements: string,
): Promise<readonly Record<string, unknown>[]> {
  return await withSession(url, async (session) => {
    const results = await session.unsafe(statements);
    const last = results.at(-1);
    return Array.isArray(last) ? last : results;
  });
}

/** Runs work with a session of the driver's own. */
export async function withSession<Result>(
  url: string,
  work: (session: postgres.Sql) => Promise<Result>,
): Promise<Result> {
  const session = postgres(url, { max: 1, onnotice: () => {}, fetch_types: false });
  try {
    return await work(session);
  } finally {
    await session.end({ timeout: 5 });
  }
}

function urlsLike(given: string): DatabaseServer["url"] {
  return (database, { user, password, port, search } = {}) => {
    const url = new URL(given);
    url.pathname = `/${encodeURIComponent(database)}`;
    if (user !== undefined) url.username = encodeURIComponent(user);
    if (password !== undefined) url.password = encodeURIComponent(password);
    if (port !== undefined) url.port = String(port);
    for (const [name, value] of new URLSearchParams(search)) url.searchParams.set(name, value);
    return url.href;
  };
}
