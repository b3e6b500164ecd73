import { CloacinaError } from "../../src/errors.ts";

/** A line as `formatChecksums` writes it for a release, whose files lie in one folder. */
const LINE = /^([0-9a-f]{64}) {2}([\w-][\w.-]*)$/;

/** The SHA-256 of each file that a list of a release names. Throws for a line that is anything else. */
export function parseChecksums(text: string): ReadonlyMap<string, string> {
  const lines = text.split("\n").filter((line) => line !== "");
  return new Map(lines.map((line) => {
    const [, digest, name] = LINE.exec(line) ?? [];
    if (digest !== undefined && name !== undefined) return [name, digest];
    throw new CloacinaError("invalid_request", `Cannot read a list of checksums: ${line}`);
  }));
}
