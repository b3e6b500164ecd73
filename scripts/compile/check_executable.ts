import { isDeepStrictEqual } from "node:util";
import { CloacinaError } from "../../src/errors.ts";
import { type EmbeddedProgram, readEmbeddedProgram } from "./embedded.ts";
import { readExecutableHeader, targetOfHeader } from "./executable_header.ts";
import { formatPermissionFlag, type PermissionFlag } from "./permissions.ts";
import type { Target } from "./targets.ts";

/** What an executable must be. */
export interface ExecutableWanted {
  readonly target: Target;
  readonly permissions: readonly PermissionFlag[];
  /** The names of the files that it must carry, sorted; no more and no fewer. */
  readonly files: readonly string[];
}

/**
 * Reads a fresh executable back, so that what a release promises is what is in the file and not only
 * what was asked for. Throws `invalid_request` at the first difference; `name` is only for messages.
 */
export function checkExecutable(file: Uint8Array, name: string, wanted: ExecutableWanted): void {
  const header = readExecutableHeader(file);
  if (header === undefined || targetOfHeader(header) !== wanted.target) {
    throw unfit(name, `it is not made for ${wanted.target}`);
  }
  const program = readEmbeddedProgram(file, name);
  requireNoCodeCache(program, name);
  requirePermissions(program, name, wanted.permissions);
  if (!isDeepStrictEqual(program.files, wanted.files)) {
    throw unfit(name, `it carries ${program.files.join(", ")} and not ${wanted.files.join(", ")}`);
  }
}

function requireNoCodeCache({ metadata }: EmbeddedProgram, name: string): void {
  if (metadata["code_cache_key"] !== null) throw unfit(name, "it would load a code cache");
}

function requirePermissions(
  { metadata }: EmbeddedProgram,
  name: string,
  wanted: readonly PermissionFlag[],
): void {
  const found = metadata["permissions"];
  if (typeof found !== "object" || found === null) throw unfit(name, "it has no permissions");
  const { prompt, ...lists } = found as Record<string, unknown>;
  if (prompt !== false) throw unfit(name, "it would prompt for permissions");
  // The hosts that code may be imported from are always listed; the denial of them all is required below.
  const importHosts = (key: string) => key === "allow_import";
  for (const [key, value] of Object.entries(lists)) {
    const flag = wanted.find(({ verb, name }) => key === `${verb}_${name}`);
    const isAsked = flag === undefined ? !value : isDeepStrictEqual(value, flag.values);
    if (!isAsked && !importHosts(key)) throw unfit(name, `its ${key} is ${JSON.stringify(value)}`);
  }
  const absent = wanted.find(({ verb, name }) => !Object.hasOwn(lists, `${verb}_${name}`));
  if (absent !== undefined) throw unfit(name, `${formatPermissionFlag(absent)} is not in it`);
}

function unfit(name: string, state: string): CloacinaError {
  return new CloacinaError("invalid_request", `Cannot ship ${name}: ${state}`);
}
