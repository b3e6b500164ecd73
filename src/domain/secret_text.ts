import { API_TOKEN_PREFIX } from "./api_token.ts";
import { holdsKey } from "./holds_key.ts";

/** What a text gives away. */
export type SecretKind = "an API token" | "a private key" | "a password";

/** In a path or a name these stand for nothing else, wherever in it. */
const SIGNS: readonly (readonly [SecretKind, RegExp])[] = [
  // Also one that was cut off, or has something behind it.
  ["an API token", new RegExp(`${API_TOKEN_PREFIX}[\\w-]{16}`)],
  ["a private key", /PRIVATE KEY-----/],
  // A JWK (RFC 8037).
  ["a private key", /\bd["']?\s*:\s*["']?[\w-]{20}/],
  // PKCS #8 of Ed25519 (RFC 8410), by its OID and what follows; with a passphrase, by PBES2; OpenSSH. All as Latin 1.
  ["a private key", /\+ep.". /s],
  ["a private key", /\*\x86H\x86\xf7\r..\r/s],
  ["a private key", /openssh-key-v1\0/],
  // A URL, also one that is not well formed; libpq's own form; a query.
  ["a password", /:\/\/?[^/@\s]*:[^@]*@/],
  ["a password", /:\/\/?[^/\s]*:[^/@]*@/],
  ["a password", /\bpostgres(ql)?[:/\s]*[^:@/\s]*:[^@/][^@]*@/i],
  // One that was cut off behind the password, and one without its beginning.
  ["a password", /\bpostgres(ql)?:\/\/[^/@:]*:(?!\d*([/?#]|$))/i],
  ["a password", /^\s*(--[\w-]+=)?(file:|env:)?[\w.-]+:[^/@\s]+@(?!sha256:)[\w.-]+(:\d+)?(\/|$)/],
  ["a password", /passw(or)?d\s*=/i],
];

/** The fewest characters of hex or base64 that are looked into. */
const MIN_ENCODED = 24;

/** How many encodings are taken off a text: a PEM file's body may be encoded once more. */
const MAX_ENCODINGS = 2;

/** Raw keys: a seed, and a seed with its public key behind it. */
const KEY_LENGTHS: readonly number[] = [32, 64];

/** What is secret in a text that was given for a path, a name or a reference: in the clear, in hex or in base64. Null for nothing. */
export function secretIn(text: string): SecretKind | null {
  const readings = readingsOf(text, MAX_ENCODINGS);
  return SIGNS.find(([, sign]) => readings.some((reading) => sign.test(reading)))?.[0] ?? null;
}

/** A path that says that it is one, by how it begins or by a file's extension. */
const PLAIN_PATH = /^\.{0,2}[\\/]|\.[a-z]\w{0,11}$/i;

/** Whether a text that is given for a new name may be a secret that somebody's shell put there. */
export function mayBeSecret(text: string): boolean {
  return secretIn(text) !== null || isRawKey(text) || holdsKey(text);
}

/** The same of what is given for the path of a new file or directory, which may be called by a hash. */
export function mayBeSecretPath(path: string): boolean {
  return PLAIN_PATH.test(path) ? secretIn(path) !== null || isRawKey(path) : mayBeSecret(path);
}

/** Whether a text is 32 or 64 bytes in hex or base64, as a whole: a key is, but so is a hash. */
export function isRawKey(text: string): boolean {
  return isHexKey(text) || isBase64Key(text);
}

/** Whether a text is 32 or 64 bytes in base64: nothing that is public is given in this form. */
export function isBase64Key(text: string): boolean {
  const word = withoutSpace(text);
  // What has letters of one case alone, or no digit, is rather a path.
  const isMixed = /[a-z]/.test(word) && /[A-Z]/.test(word) && /\d/.test(word);
  const bytes = isMixed && !isHexKey(word) ? fromBase64(word) : null;
  return bytes !== null && (KEY_LENGTHS.includes(bytes.length) || isRawKey(toLatin1(bytes)));
}

/** Whether a text is 32 or 64 bytes in hex. */
export function isHexKey(text: string): boolean {
  return /^([0-9a-f]{64}|[0-9a-f]{128})$/i.test(withoutSpace(text));
}

function readingsOf(text: string, depth: number): readonly string[] {
  if (depth === 0) return [text];
  return [text, ...decodings(text).flatMap((bytes) => readingsOf(toLatin1(bytes), depth - 1))];
}

/** The bytes that a text may be the hex or the base64 of: what stands before a :, a = or ./ is no part of it. */
function decodings(text: string): readonly Uint8Array[] {
  return text.split(/[:=](?=[^=])|\.\//).map(withoutSpace)
    .filter(({ length }) => length >= MIN_ENCODED)
    .flatMap((word) => [fromHex(word), fromBase64(word)])
    .filter((bytes) => bytes !== null);
}

function fromHex(word: string): Uint8Array | null {
  return /^([0-9a-f]{2})+$/i.test(word) ? Uint8Array.fromHex(word) : null;
}

/** Either alphabet, and also where the end is missing. */
function fromBase64(word: string): Uint8Array | null {
  if (!/^[\w+/-]+={0,2}$/.test(word)) return null;
  const digits = word.replace(/=+$/, "").replaceAll("-", "+").replaceAll("_", "/");
  return Uint8Array.fromBase64(digits.length % 4 === 1 ? digits.slice(0, -1) : digits);
}

function toLatin1(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
}

function withoutSpace(text: string): string {
  return text.replace(/\s+/g, "");
}
