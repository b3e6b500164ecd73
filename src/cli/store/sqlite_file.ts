import { namesDirectory } from "../../domain/names_directory.ts";
import { shownWord } from "../../domain/shown_text.ts";
import { quoted } from "../../domain/quoted.ts";

/** The path of a SQLite database, or why a text that names one cannot be used. */
export type SqliteFile = { readonly path: string } | { readonly state: string };

const [URL_BEGINNING, URI_BEGINNING] = ["sqlite://", "file:"];

/** How the engine tells a path from a URL; that another scheme is none, it does not say. */
const PATH = /^(?:\/|\.\.?\/|:memory:$)|^(?!\w[\w+.-]+:).*\.(?:db|sqlite|sqlite3)$/s;

const IN_MEMORY = "a database in memory would be gone when the command ends";

/**
 * The database that a text names as the engine reads it: `sqlite://` and a path, whose query is dropped; a `file:` URI; a
 * path as it is. Null if it names none.
 */
export function sqliteFile(text: string): SqliteFile | null {
  const path = text.startsWith(URL_BEGINNING)
    ? text.slice(URL_BEGINNING.length).replace(/\?.*$/s, "")
    : text.startsWith(URI_BEGINNING) || PATH.test(text)
    ? text
    : null;
  if (path === null) return null;
  return onDisk(path.startsWith(URI_BEGINNING) ? fromUri(path) : { path });
}

/** Whether a `file:` URI is a database's by its name alone, and not that of a file with a URL in it. */
export function namesDatabase(uri: string): boolean {
  return /\?|\.(?:db|sqlite|sqlite3)$/.test(uri);
}

function onDisk(file: SqliteFile): SqliteFile {
  if ("state" in file) return file;
  if (file.path === "") return { state: "it names no file" };
  if (namesDirectory(file.path)) return { state: "it names a directory" };
  if (file.path !== ":memory:") return file;
  return { state: IN_MEMORY };
}

/** A URI of SQLite (sqlite.org/uri.html): `file:`, an empty authority or localhost, a path, a query. */
function fromUri(uri: string): SqliteFile {
  const [, authority, encoded = "", query = ""] = /^file:(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?/s
    .exec(uri)!;
  if (authority !== undefined && authority !== "" && authority !== "localhost") {
    return { state: "its URI names another machine" };
  }
  const state = stateOfQuery(new URLSearchParams(query));
  return state === null ? decode(encoded) : { state };
}

/** What follows from the parameters, of which none may be left unheeded. */
function stateOfQuery(query: URLSearchParams): string | null {
  for (const [name, value] of query) {
    if (name === "mode" && value === "memory") return IN_MEMORY;
    const isHeeded = name === "mode" && ["rw", "rwc"].includes(value) ||
      name === "cache" && ["private", "shared"].includes(value);
    if (isHeeded) continue;
    return name === "mode" || name === "cache"
      ? `the parameter ${quoted(name)} of its URI has a value that is not supported`
      : `the parameter ${quoted(shownWord(name))} of its URI is not supported`;
  }
  return null;
}

/** A percent sign without two hex digits behind it stands for itself, as in SQLite. */
function decode(encoded: string): SqliteFile {
  try {
    const path = encoded.replace(/(?:%[0-9a-f]{2})+/gi, decodeURIComponent);
    return path.includes("\0") ? { state: "its URI has a NUL" } : { path };
  } catch {
    return { state: "its URI is not UTF-8" };
  }
}
