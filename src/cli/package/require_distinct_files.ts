import { quoted } from "../../domain/quoted.ts";
import { shownPath } from "../../domain/shown_text.ts";
import { CloacinaError } from "../../errors.ts";

/** Throws `invalid_request` if two packages would have the same signature file. `files` has the file of each package. */
export function requireDistinctFiles(action: string, files: ReadonlyMap<string, string>): void {
  const owners = new Map<string, string>();
  for (const [path, file] of files) {
    const owner = owners.get(file);
    if (owner !== undefined) throw sameFile(action, owner, path);
    owners.set(file, path);
  }
}

function sameFile(action: string, one: string, other: string): CloacinaError {
  const both = `${quoted(shownPath(one))} and ${quoted(shownPath(other))}`;
  return new CloacinaError(
    "invalid_request",
    `Cannot ${action}: ${both} would have the same signature file`,
    { hint: "give the directory that has both with --recursive, which keeps its folders" },
  );
}
