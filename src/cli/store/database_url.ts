import { secretIn } from "../../domain/secret_text.ts";
import { CloacinaError } from "../../errors.ts";
import type { StoreLocation } from "../../store/location.ts";
import { requirePlainPath } from "../secrets/secret_given.ts";
import { type SqliteFile, sqliteFile } from "./sqlite_file.ts";

/**
 * Reads what names a database: `postgres://…`, `postgresql://…`, `sqlite:///path`, a `file:` URI or a path, all as the
 * engine does. `source` is the flag, variable or file, for messages; the text, which may hold a password, is never
 * repeated. Throws `invalid_request`.
 */
export function parseDatabaseUrl(url: string, source: string): StoreLocation {
  const sqlite = sqliteFile(url);
  const kind = secretIn(url);
  const mayHold = kind === null || kind === "a password" && sqlite === null;
  if (!mayHold) throw unusable(source, `it holds ${kind}`);
  if (/^postgres(ql)?:\/\//.test(url)) return { kind: "postgres", url, schema: null };
  if (sqlite !== null) return { kind: "sqlite", path: sqlitePath(sqlite, source) };
  throw unusable(source, url === "" ? "it is empty" : "it names neither Postgres nor SQLite");
}

/** Whether a URL has a password, even if it is malformed. */
export function hasPassword(url: string): boolean {
  return /^[a-z]+:\/\/[^@]*:[^@]*@/i.test(url) || /[?&]password=/i.test(url);
}

function sqlitePath(file: SqliteFile, source: string): string {
  if ("state" in file) throw unusable(source, file.state);
  requirePlainPath(file.path, `the database of ${source}`);
  return file.path;
}

function unusable(source: string, state: string): CloacinaError {
  return new CloacinaError("invalid_request", `Cannot open the database of ${source}: ${state}`, {
    hint: "use postgres://user@host/database or sqlite:///path/to/file.db",
  });
}
