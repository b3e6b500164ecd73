/** What a file says of itself: a list of SHA-256 checksums, one of others, or none. */
type ChecksumKind = "sha256" | "other" | null;

/** The most that is read of a checksum file. */
export const MAX_CHECKSUM_FILE_BYTES = 16 * 1024 * 1024;

/** How many bytes `isBinary` looks at. */
export const BINARY_START_BYTES = 8 * 1024;

/** As sha256sum, BSD's `-r` and `--tag` and OpenSSL write a line; sha256sum reads all of them, after spaces too. */
const SHA256 =
  /^[ \t]*\\?([0-9a-f]{64}[ \t]+[^ \t\r\n]|SHA(2-)?256 ?\([^\r\n]+\) ?= ?[0-9a-f]{64})/im;

/** MD5 to SHA-512, as md5sum, sha512sum and the like write them, and with --tag. */
const OTHER =
  /^[ \t]*\\?(([0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{56}|[0-9a-f]{96}|[0-9a-f]{128}) [ *]|(MD5|SHA1|SHA(224|384|512)|BLAKE2b|SM3) \([^\r\n]+\) = )/im;

const NAMED = /(^|[\\/])sha256sums?(\.txt)?$|\.sha256(sums?)?$/i;

/** Whether a file is called what lists of SHA-256 checksums are called. */
export function isChecksumName(path: string): boolean {
  return NAMED.test(path);
}

/** Whether a file is no text, by its first bytes: there is a NUL in them, and it is not UTF-16. */
export function isBinary(start: Uint8Array): boolean {
  const text = latin1(start.subarray(0, BINARY_START_BYTES));
  return text.includes("\0") && !isUtf16(text);
}

/** What a text is, by any of its lines, in whichever encoding: `parseChecksumFile` decides what it accepts. */
export function checksumKind(bytes: Uint8Array): ChecksumKind {
  // The bytes of byte order marks, one by one: of pairs the expression remembers each, and its memory has a limit.
  const text = latin1(bytes).replace(/^[\xef\xbb\xbf\xff\xfe]+/, "").replaceAll("\0", "");
  if (SHA256.test(text)) return "sha256";
  return OTHER.test(text) ? "other" : null;
}

/** By its byte order mark, or because one byte of the first two is NUL and there are no control characters. */
function isUtf16(text: string): boolean {
  if (/^(\xff\xfe|\xfe\xff)/.test(text)) return true;
  // deno-lint-ignore no-control-regex
  return /^(\0[^\0]|[^\0]\0)/.test(text) && !/[\x01-\x08\x0e-\x1f]/.test(text);
}

function latin1(bytes: Uint8Array): string {
  return new TextDecoder("latin1").decode(bytes);
}
