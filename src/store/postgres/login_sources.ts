import { isAbsolute, join } from "node:path";
import { openMode } from "../../domain/file_mode.ts";
import { quoted } from "../../domain/quoted.ts";
import { requireWithin } from "../../domain/require_within.ts";
import { shownPath, shownReference } from "../../domain/shown_text.ts";
import type { VariableName } from "../../domain/variables.ts";
import { CloacinaError, hasCode } from "../../errors.ts";
import { readSmallFile } from "../../files/read_small_file.ts";
import { readTrustedFile } from "../../files/read_trusted.ts";
import { doModesCount } from "../../files/unsafe_modes.ts";
import { type Parameters, readParameters } from "./parameters.ts";
import { type Login, passwordIn } from "./password_file.ts";
import { sectionOf } from "./service_file.ts";

/** Where libpq has from what a URL leaves open (PostgreSQL, sections 34.15 to 34.17). */
export interface LoginSources {
  /** The parameters of a service. */
  readonly service: (name: string) => Parameters;
  /** The password for a server, from the variable PGPASSWORD or from a password file; null for none. */
  readonly password: (login: Login, parameters: Parameters) => string | null;
}

const MAX_BYTES = 1024 * 1024;

/** The sources of this process: its environment, and files in the home directory. */
export function loginSources(): LoginSources {
  return {
    service: readService,
    password: (login, { passfile }) =>
      variable("PGPASSWORD") || readPassword(login, passfile) || null,
  };
}

/** A file that is named must be there; the one in the home directory need not. */
function readPassword(login: Login, named: string | undefined): string | null {
  const path = named ?? variable("PGPASSFILE") ?? inHome(".pgpass");
  if (path === null) return null;
  const what = "the password file";
  const file = named === undefined ? readIfThere(path, what) : readText(path, what, readSmallFile);
  if (file === null) return null;
  const password = passwordIn(file.text, login);
  if (password !== null) requirePrivate(file, what);
  return password;
}

/** A service decides which server is believed, so nobody else may write its file. */
function readService(name: string): Parameters {
  const path = variable("PGSERVICEFILE") ?? inHome(".pg_service.conf");
  const what = `the service ${quoted(shownReference(name))} of the database URL`;
  const refuse = (state: string, hint?: string) =>
    new CloacinaError("invalid_request", `Cannot read ${what}: ${state}`, { hint });
  if (path === null) throw refuse("there is no home directory", "set PGSERVICEFILE to its file");
  const file = readText(path, "the service file", readTrustedFile);
  const pairs = sectionOf(file.text, name, refuse);
  const parameters = readParameters(pairs, refuse);
  if (parameters.service !== undefined) throw refuse("it names another service");
  if (parameters.password !== undefined) requirePrivate(file, "the service file");
  return parameters;
}

interface TextFile {
  readonly path: string;
  readonly text: string;
  readonly mode: number | null;
}

function readIfThere(path: string, what: string): TextFile | null {
  try {
    return readText(path, what, readSmallFile);
  } catch (error) {
    if (hasCode(error, "file_not_found")) return null;
    throw error;
  }
}

function readText(path: string, what: string, read: typeof readSmallFile): TextFile {
  const { bytes, mode } = read(path, MAX_BYTES, `read ${what}`);
  requireWithin(bytes, MAX_BYTES, `read ${what} ${quoted(shownPath(path))}`);
  return { path, text: new TextDecoder().decode(bytes), mode };
}

/** libpq does not use a password file that others can read, either. */
function requirePrivate({ path, mode }: TextFile, what: string): void {
  const open = openMode({ mode });
  if (open === null || !doModesCount()) return;
  const state = `others can read the password in it (mode ${open})`;
  const message = `Cannot read ${what} ${quoted(shownPath(path))}: ${state}`;
  throw new CloacinaError("insufficient_permissions", message, {
    hint: "chmod 600 it, and change the password if somebody may have read it",
  });
}

function inHome(name: string): string | null {
  const home = variable("HOME");
  return home !== undefined && isAbsolute(home) ? join(home, name) : null;
}

/** A variable that this process may not read is not set. */
function variable(name: VariableName): string | undefined {
  try {
    return Deno.env.get(name) || undefined;
  } catch {
    return undefined;
  }
}
