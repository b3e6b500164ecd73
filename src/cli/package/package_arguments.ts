import { CloacinaError } from "../../errors.ts";
import { STANDARD_STREAM } from "../terminal/standard_streams.ts";
import type { PackageArguments } from "./package_flags.ts";
import { parseHash } from "./parse_hash.ts";

/**
 * The packages that a command line names: the paths, or, as `sha256:HASH`, that of `--hash`. Throws `invalid_request` for
 * none, and for what contradicts itself.
 */
export function packagesOf(
  { hash, scheme }: PackageArguments,
  paths: readonly string[],
): readonly string[] {
  if (hash !== undefined) {
    if (paths.length > 0) throw unreadable("--hash takes the place of a PATH");
    if (scheme === "provider") {
      throw unreadable("--hash and --scheme provider are mutually exclusive");
    }
    return [`sha256:${parseHash(hash)}`];
  }
  if (paths.length === 0) {
    throw unreadable("PATH is missing", "the same command with --help shows what it takes");
  }
  if (scheme === "provider" && paths.includes(STANDARD_STREAM)) {
    throw unreadable("a provider is a directory, and not standard input");
  }
  return paths;
}

function unreadable(state: string, hint?: string): CloacinaError {
  return new CloacinaError("invalid_request", `Cannot read the command line: ${state}`, { hint });
}
