import type { Statement } from "../../domain/statement.ts";
import { CloacinaError } from "../../errors.ts";
import {
  MAX_MINIMUM_VERSIONS_BYTES,
  type MinimumVersions,
  parseMinimumVersions,
  serializeMinimumVersions,
} from "../../formats/statement/minimum_versions.ts";
import { raiseMinimum } from "../../operations/package/raise_minimum.ts";
import type { CliContext } from "../context.ts";

const ACTION = "read the minimum versions in";

/**
 * Refuses a package that is older than one of its name that was accepted before, and else keeps its version in a file:
 * two processes at once keep the higher one. Whoever could write the file could lower it, so its place must be this
 * user's. Throws the errors of `raiseMinimum`.
 */
export async function keepMinimum(
  { files }: CliContext,
  path: string,
  { statement, shown }: { readonly statement: Statement; readonly shown: string },
): Promise<void> {
  if (path === "store") throw noStore();
  files.requireTrusted(path, ACTION);
  await files.withLock(path, async () => {
    const raised = raiseMinimum(read(files, path), statement, shown);
    if (raised === null) return;
    const bytes = new TextEncoder().encode(serializeMinimumVersions(raised));
    await files.write([{ path, bytes, mode: 0o644 }], "replace");
  });
}

/** What was never written keeps nothing yet. */
function read(files: CliContext["files"], path: string): MinimumVersions {
  try {
    const { bytes } = files.readTrusted(path, MAX_MINIMUM_VERSIONS_BYTES, ACTION);
    return parseMinimumVersions(bytes, path);
  } catch (error) {
    if (error instanceof CloacinaError && error.code === "file_not_found") return new Map();
    throw error;
  }
}

function noStore(): CloacinaError {
  return new CloacinaError(
    "invalid_request",
    "Cannot verify: stores keep no minimum versions",
    { hint: "give a file with --minimum-version FILE; ./store is one of this name" },
  );
}
