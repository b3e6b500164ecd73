import type { PackageHash } from "../../domain/package_hash.ts";
import { quoted } from "../../domain/quoted.ts";
import { CloacinaError } from "../../errors.ts";
import { MAX_CHECKSUM_FILE_BYTES } from "./checksum_kind.ts";
import { utf8Text } from "../utf8.ts";

const MAX_LINES = 100_000;

/** A file that is listed: its hash, and its path relative to the directory of the list. */
export interface ListedHash {
  readonly path: string;
  readonly hash: PackageHash;
}

/** `HASH  NAME`, or ` *` before the name for binary mode; a backslash at the start says that the name is escaped. */
const LINE = /^(\\?)([0-9a-f]{64}) [ *](.+)$/is;

/** `SHA256 (NAME) = HASH`, as `--tag` and BSD write it. */
const TAGGED = /^(\\?)SHA256 \((.+)\) = ([0-9a-f]{64})$/is;

/**
 * The files in a list of GNU coreutils' sha256sum (its manual, "md5sum invocation"): empty lines and those that begin
 * with # say nothing, a line may end in CR LF. Throws `invalid_request` for any other line, where sha256sum only warns,
 * for a path that leads out of the directory of the list, and for more than 16 MiB, 100,000 lines, or no file at all.
 */
export function parseChecksumFile(bytes: Uint8Array, name: string): readonly ListedHash[] {
  const refused = (state: string) =>
    new CloacinaError("invalid_request", `Cannot read the checksums in ${quoted(name)}: ${state}`);
  if (bytes.length > MAX_CHECKSUM_FILE_BYTES) throw refused("it has more than 16 MiB");
  const text = utf8Text(bytes);
  if (text === null) throw refused("it is not UTF-8");
  const lines = text.replace(/\n$/, "").split("\n", MAX_LINES + 1);
  if (lines.length > MAX_LINES) throw refused("it has more than 100,000 lines");
  const listed = lines.flatMap((ending, index) => {
    const line = ending.endsWith("\r") ? ending.slice(0, -1) : ending;
    if (line === "" || line.startsWith("#")) return [];
    const one = parseLine(line);
    if (one === null) throw refused(`line ${index + 1} is not HASH, two spaces and a name`);
    if (!isInside(one.path)) {
      throw refused(`line ${index + 1} names a file outside the directory of the list`);
    }
    return [one];
  });
  if (listed.length === 0) throw refused("it lists no file");
  return listed;
}

function parseLine(line: string): ListedHash | null {
  const [, plainMark, plainHash, plainName] = LINE.exec(line) ?? [];
  const [, tagMark, tagName, tagHash] = TAGGED.exec(line) ?? [];
  const [mark, hash, name] = [plainMark ?? tagMark, plainHash ?? tagHash, plainName ?? tagName];
  if (hash === undefined || name === undefined) return null;
  const path = mark === "" ? name : unescapeName(name);
  if (path.includes("\0")) return null;
  return { path, hash: hash.toLowerCase() as PackageHash };
}

const ESCAPED: Readonly<Record<string, string>> = { "\\\\": "\\", "\\n": "\n", "\\r": "\r" };

/** A backslash before anything else becomes a NUL, which no name has. */
function unescapeName(name: string): string {
  return name.replace(/\\.?/gs, (escape) => ESCAPED[escape] ?? "\0");
}

/** By its text alone: a link in the directory may lead anywhere, as for any other file. */
function isInside(path: string): boolean {
  return !/^([\\/]|[A-Za-z]:[\\/])/.test(path) && !path.split(/[\\/]/).includes("..");
}
