import { holdsKey } from "./holds_key.ts";
import { API_TOKEN_PREFIX, HEX_32_BYTES, HEX_64_BYTES } from "./patterns.ts";

/** The kind of secret in a text. */
export type SecretKind = "an API token" | "a private key" | "a password";

/** Patterns that mean a secret wherever they occur in a path or a name. */
const SIGNS: Readonly<Record<SecretKind, readonly RegExp[]>> = {
  // Also truncated, or followed by other text.
  "an API token": [new RegExp(`${API_TOKEN_PREFIX}[\\w-]{16}`)],
  "a private key": [
    /PRIVATE KEY-----/,
    // A JWK (RFC 8037).
    /\bd["']?\s*:\s*["']?[\w-]{20}/,
    // PKCS #8 of Ed25519 (RFC 8410), by its OID and what follows; encrypted PKCS #8, by PBES2; OpenSSH. All decoded as
    // Latin-1.
    /\+ep.". /s,
    /\*\x86H\x86\xf7\r..\r/s,
    /openssh-key-v1\0/,
    // Keys of minisign and signify; of securesystemslib; of Nix; of age; of NATS.
    /RWRTY0Iy|RWQAAEIy|RWRCSw/,
    /\bprivate["']?\s*:\s*["']?[0-9a-f]{20}/i,
    /[^\s:]:[A-Za-z0-9+/]{86}==/,
    /AGE-SECRET-KEY-/,
    /\bS[ACNOUX][A-Z2-7]{56}\b/,
  ],
  "a password": [
    // A URL, even malformed; libpq's key-value form; a query parameter.
    /:\/\/?[^/@\s]*:[^@]*@/,
    /:\/\/?[^/\s]*:[^/@]*@/,
    /\bpostgres(ql)?[:/\s]*[^:@/\s]*:[^@/][^@]*@/i,
    // A URL that is truncated after the password, and one without its scheme; a key of an agent by its comment is none.
    /\bpostgres(ql)?:\/\/[^/@:]*:(?!\d*([/?#]|$))/i,
    /^\s*(--[\w-]+=)?(file:|env:)?(?!(?:ssh-agent|vault):)[\w.-]+:[^/@\s]+@(?!sha256:)[\w.-]+(:\d+)?(\/|$)/,
    /passw(or)?d\s*=/i,
  ],
};

/** The minimum length of hex or base64 that is decoded. */
const MIN_ENCODED = 24;

/** How many layers of encoding are decoded: the body of a PEM file may be encoded again. */
const MAX_ENCODINGS = 2;

/** Lengths of raw keys: a seed, and a seed followed by its public key. */
const KEY_LENGTHS: readonly number[] = [32, 64];

/**
 * The kind of secret in a text given as a path, name or reference: in plain text, hex or base64. Null if there is none
 * of these kinds.
 */
export function secretIn(
  text: string,
  kinds = Object.keys(SIGNS) as readonly SecretKind[],
): SecretKind | null {
  const readings = readingsOf(text, MAX_ENCODINGS);
  const holds = (sign: RegExp) => readings.some((reading) => sign.test(reading));
  return kinds.find((kind) => SIGNS[kind].some(holds)) ?? null;
}

/** A text that is clearly a path, by its first characters or its file extension. */
const PLAIN_PATH = /^\.{0,2}[\\/]|\.[a-z]\w{0,11}$/i;

/** Whether a text given as a new name may be a secret, such as from an expanded shell variable. */
export function mayBeSecret(text: string): boolean {
  return secretIn(text) !== null || isRawKey(text) || holdsKey(text);
}

/** The same for the path of a new file or directory, whose name may be a hash. */
export function mayBeSecretPath(path: string): boolean {
  return PLAIN_PATH.test(path) ? secretIn(path) !== null || isRawKey(path) : mayBeSecret(path);
}

/** Whether the whole text is 32 or 64 bytes in hex or base64: true for keys, but also for hashes. */
export function isRawKey(text: string): boolean {
  return isHexKey(text) || isBase64Key(text);
}

/** Whether a text is 32 or 64 bytes in base64: no public value is given in this form. */
export function isBase64Key(text: string): boolean {
  const word = withoutSpace(text);
  // Without letters of both cases and a digit it is more likely a path.
  const isMixed = /[a-z]/.test(word) && /[A-Z]/.test(word) && /\d/.test(word);
  const bytes = isMixed && !isHexKey(word) ? fromBase64(word) : null;
  return bytes !== null && (KEY_LENGTHS.includes(bytes.length) || isRawKey(toLatin1(bytes)));
}

/** Whether a text is 32 or 64 bytes in hex. */
export function isHexKey(text: string): boolean {
  const word = withoutSpace(text);
  return HEX_32_BYTES.test(word) || HEX_64_BYTES.test(word);
}

function readingsOf(text: string, depth: number): readonly string[] {
  if (depth === 0) return [text];
  return [text, ...decodings(text).flatMap((bytes) => readingsOf(toLatin1(bytes), depth - 1))];
}

/** The bytes that a text may encode in hex or base64; anything up to a :, a = or ./ is ignored. */
function decodings(text: string): readonly Uint8Array[] {
  return text.split(/[:=](?=[^=])|\.\//).map(withoutSpace)
    .filter(({ length }) => length >= MIN_ENCODED)
    .flatMap((word) => [fromHex(word), fromBase64(word)])
    .filter((bytes) => bytes !== null);
}

function fromHex(word: string): Uint8Array | null {
  return /^([0-9a-f]{2})+$/i.test(word) ? Uint8Array.fromHex(word) : null;
}

/** Accepts both alphabets, and truncated text. */
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
