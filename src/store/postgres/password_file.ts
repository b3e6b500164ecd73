import type { Server } from "./servers.ts";

/** What a password is for. */
export interface Login extends Server {
  readonly user: string;
  readonly database: string;
}

/** Directories of Unix sockets for which a password file has `localhost`: those of PostgreSQL itself and of Debian. */
const DEFAULT_SOCKETS = ["/tmp", "/var/run/postgresql"];

/** A backslash stands before a colon or a backslash. */
const FIELD = /^((?:\\.|[^:\\])*):/s;

/**
 * The password of the first line `host:port:database:user:password` that fits, of which a star fits anything
 * (PostgreSQL, section 34.16); null for none.
 */
export function passwordIn(text: string, login: Login): string | null {
  const { host, port, database, user } = login;
  const named = DEFAULT_SOCKETS.includes(host) ? "localhost" : host;
  const wanted = [named, String(port), database, user];
  for (const line of text.split(/\r?\n/)) {
    if (line.startsWith("#")) continue;
    const password = passwordOf(line, wanted);
    if (password !== null) return password;
  }
  return null;
}

/** The rest of a line, if each of its first fields fits. */
function passwordOf(line: string, wanted: readonly string[]): string | null {
  let rest = line;
  for (const value of wanted) {
    const [whole, field] = FIELD.exec(rest) ?? [];
    if (whole === undefined || field === undefined) return null;
    if (field !== "*" && unescaped(field) !== value) return null;
    rest = rest.slice(whole.length);
  }
  return unescaped(rest) || null;
}

function unescaped(field: string): string {
  return field.replace(/\\(.)/gs, "$1");
}
