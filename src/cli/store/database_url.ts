import { secretIn } from "../../domain/secret_text.ts";
import { CloacinaError } from "../../errors.ts";
import type { StoreLocation } from "../../store/location.ts";
import { requirePlainPath } from "../secrets/secret_given.ts";

const SQLITE = "sqlite://";

/**
 * Reads the URL of a database: `postgres://…`, `postgresql://…`, or `sqlite:///path`. Like the engine it takes what
 * follows `sqlite://` as the path, as it is, and drops a query. `source` is the flag, variable or file, for messages;
 * the URL, which may hold a password, is never repeated. Throws `invalid_request`.
 */
export function parseDatabaseUrl(url: string, source: string): StoreLocation {
  const kind = secretIn(url);
  const mayHold = kind === null || kind === "a password" && !url.startsWith(SQLITE);
  if (!mayHold) throw unusable(source, `it holds ${kind}`);
  if (/^postgres(ql)?:\/\//.test(url)) return { kind: "postgres", url, schema: null };
  if (url.startsWith(SQLITE)) return { kind: "sqlite", path: sqlitePath(url, source) };
  throw unusable(source, url === "" ? "it is empty" : "it names neither Postgres nor SQLite");
}

/** Whether a URL has a password, even if it is malformed. */
export function hasPassword(url: string): boolean {
  return /^[a-z]+:\/\/[^@]*:[^@]*@/i.test(url) || /[?&]password=/i.test(url);
}

function sqlitePath(url: string, source: string): string {
  const path = url.slice(SQLITE.length).replace(/\?.*$/s, "");
  if (path === "") throw unusable(source, "it names no file");
  requirePlainPath(path, `the database of ${source}`);
  if (path !== ":memory:") return path;
  throw unusable(source, "a database in memory would be gone when the command ends");
}

function unusable(source: string, state: string): CloacinaError {
  return new CloacinaError("invalid_request", `Cannot open the database of ${source}: ${state}`, {
    hint: "use postgres://user@host/database or sqlite:///path/to/file.db",
  });
}
