import { isAbsolute, join } from "node:path";
import { shownPath } from "../../domain/shown_text.ts";
import { quoted } from "../../domain/quoted.ts";
import { CloacinaError } from "../../errors.ts";
import type { CliContext } from "../context.ts";
import { requirePlainPath } from "../secrets/secret_given.ts";

/**
 * Where the files of this program and of the engine lie: CLOACINA_HOME, else ~/.cloacina. Throws `invalid_request` where
 * neither says an absolute path: what is kept must not depend on where a command happens to run.
 */
export function homeOf({ env }: Pick<CliContext, "env">): string {
  const own = env("CLOACINA_HOME");
  if (own !== undefined) return requireAbsolute(own, "CLOACINA_HOME");
  const { name, home } = homeVariable({ env });
  if (home === undefined) throw homeless(`${name} is not set`);
  return join(requireAbsolute(home, name), ".cloacina");
}

/** The home directory of the user, for files of other programs; null where no variable says an absolute path. */
export function userHome(context: Pick<CliContext, "env">): string | null {
  const { home } = homeVariable(context);
  return home !== undefined && isAbsolute(home) ? home : null;
}

/** The default key directory. */
export function defaultKeyDirectory(context: Pick<CliContext, "env">): string {
  return join(homeOf(context), "keys");
}

/** Only Windows has USERPROFILE, and its shells may set HOME. */
function homeVariable(
  { env }: Pick<CliContext, "env">,
): { readonly name: string; readonly home: string | undefined } {
  const home = env("USERPROFILE");
  return env("HOME") === undefined && home !== undefined
    ? { name: "USERPROFILE", home }
    : { name: "HOME", home: env("HOME") };
}

function requireAbsolute(path: string, name: string): string {
  requirePlainPath(path, name);
  if (isAbsolute(path)) return path;
  throw homeless(
    path === ""
      ? `${name} is empty`
      : `${name} is not an absolute path: ${quoted(shownPath(path))}`,
  );
}

function homeless(state: string): CloacinaError {
  return new CloacinaError("invalid_request", `Cannot find the home directory: ${state}`, {
    hint: "set CLOACINA_HOME to an absolute path; without it, name the store with --key-dir or " +
      "--database-url, and the audit log with --audit-log",
  });
}
