import type { PackageHash } from "../../domain/package_hash.ts";
import { quoted } from "../../domain/quoted.ts";
import { CloacinaError } from "../../errors.ts";

/** The most that is read of a checksum file: some 100,000 lines. */
export const MAX_CHECKSUM_FILE_BYTES = 16 * 1024 * 1024;

/** A file that is listed: its hash, and its path relative to the directory of the list. */
export interface ListedHash {
  readonly path: string;
  readonly hash: PackageHash;
}

/** What the start of a file says of it: a list of SHA-256 checksums, one of others, or none. */
export type ChecksumKind = "sha256" | "other" | null;

/** How many bytes `checksumKind` needs: a backslash, the longest digest in hex, two spaces. */
export const CHECKSUM_START_BYTES = 131;

/** MD5 to SHA-512, as md5sum, sha512sum and the like write them, and with --tag. */
const OTHER =
  /^\\?(([0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{56}|[0-9a-f]{96}|[0-9a-f]{128}) [ *]|(MD5|SHA1|SHA(224|384|512)|BLAKE2b|SM3) \()/i;

/** `HASH  NAME`, or ` *` before the name for binary mode; a backslash at the start says that the name is escaped. */
const LINE = /^(\\?)([0-9a-f]{64}) [ *](.+)$/is;

/** `SHA256 (NAME) = HASH`, as `--tag` and BSD write it. */
const TAGGED = /^(\\?)SHA256 \((.+)\) = ([0-9a-f]{64})$/is;

/** What a file is, by its first bytes. */
export function checksumKind(start: Uint8Array): ChecksumKind {
  const text = new TextDecoder("latin1").decode(start);
  if (/^\\?([0-9a-f]{64} [ *]|SHA256 \()/i.test(text)) return "sha256";
  return OTHER.test(text) ? "other" : null;
}

/**
 * The files in a list of GNU coreutils' sha256sum (its manual, "md5sum invocation"): empty lines and those that begin
 * with # say nothing, a line may end in CR LF. Throws `invalid_request` for any other line, where sha256sum only warns,
 * and for a path that leads out of the directory of the list.
 */
export function parseChecksumFile(bytes: Uint8Array, name: string): readonly ListedHash[] {
  const refused = (state: string) =>
    new CloacinaError("invalid_request", `Cannot read the checksums in ${quoted(name)}: ${state}`);
  if (bytes.length > MAX_CHECKSUM_FILE_BYTES) throw refused("it has more than 16 MiB");
  return decode(bytes, refused("it is not UTF-8")).split("\n").flatMap((ending, index) => {
    const line = ending.endsWith("\r") ? ending.slice(0, -1) : ending;
    if (line === "" || line.startsWith("#")) return [];
    const listed = parseLine(line);
    if (listed === null) throw refused(`line ${index + 1} is not HASH, two spaces and a name`);
    if (!isInside(listed.path)) {
      throw refused(`line ${index + 1} names a file outside the directory of the list`);
    }
    return [listed];
  });
}

function decode(bytes: Uint8Array, otherwise: CloacinaError): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw otherwise;
  }
}

function parseLine(line: string): ListedHash | null {
  const [, plainMark, plainHash, plainName] = LINE.exec(line) ?? [];
  const [, tagMark, tagName, tagHash] = TAGGED.exec(line) ?? [];
  const [mark, hash, name] = [plainMark ?? tagMark, plainHash ?? tagHash, plainName ?? tagName];
  if (hash === undefined || name === undefined) return null;
  const path = mark === "" ? name : unescapeName(name);
  if (path === null || path.includes("\0")) return null;
  return { path, hash: hash.toLowerCase() as PackageHash };
}

const ESCAPED: Readonly<Record<string, string>> = { "\\\\": "\\", "\\n": "\n", "\\r": "\r" };

/** Null for a backslash before anything else. */
function unescapeName(name: string): string | null {
  if (!/^([^\\]|\\[\\nr])*$/.test(name)) return null;
  return name.replace(/\\./g, (escape) => ESCAPED[escape]!);
}

/** By its text alone: a link in the directory may lead anywhere, as for any other file. */
function isInside(path: string): boolean {
  return !/^([\\/]|[A-Za-z]:[\\/])/.test(path) && !path.split(/[\\/]/).includes("..");
}
