// Own arithmetic instead of @noble/curves: signing and verifying both need these checks, and loading that library took
// 16 of the 44 ms of CPU time of `cloacina keys show`, and 148 kB of the executable.
// tests/crypto/ed25519_points_noble_test.ts compares the two on 100,000 encodings.

/** The prime of the field, 2^255 - 19 (RFC 8032, section 5.1). */
const P = 2n ** 255n - 19n;

/** The curve constant d = -121665 / 121666 mod p (RFC 8032, section 5.1). */
const D = 37095705934669439343138083508754565189542113879843219016388785533085940283555n;

/**
 * Every 32-byte encoding of a point of small order: the eight canonical ones, then the six that are not canonical (y >=
 * p, or a sign bit on x = 0).
 */
export const SMALL_ORDER_ENCODINGS: ReadonlySet<string> = new Set([
  "0100000000000000000000000000000000000000000000000000000000000000",
  "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "0000000000000000000000000000000000000000000000000000000000000000",
  "0000000000000000000000000000000000000000000000000000000000000080",
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
  "0100000000000000000000000000000000000000000000000000000000000080",
  "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
  "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
  "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
]);

/** Whether 32 bytes encode a point of small order, canonically or not. Such a key makes forged signatures verify. */
export function hasSmallOrder(encoding: Uint8Array): boolean {
  return SMALL_ORDER_ENCODINGS.has(encoding.toHex());
}

/** How many encodings are remembered at most; the one that was judged first is dropped first. */
const MAX_JUDGED = 1000;

/** Whether an encoding, in hex, is a canonical point: working that out costs as much as a signature. */
const judged = new Map<string, boolean>();

/** Whether 32 bytes are the canonical encoding of a point on the curve (RFC 8032, section 5.1.3). */
export function isCanonicalPoint(encoding: Uint8Array): boolean {
  const hex = encoding.toHex();
  const known = judged.get(hex);
  if (known !== undefined) return known;
  const is = isPoint(encoding);
  judged.set(hex, is);
  if (judged.size > MAX_JUDGED) judged.delete(judged.keys().next().value!);
  return is;
}

function isPoint(encoding: Uint8Array): boolean {
  const y = decodeY(encoding);
  if (y >= P) return false;
  const u = modulo(y * y - 1n);
  if (u === 0n) return !hasSignBit(encoding);
  const v = modulo(D * y * y + 1n);
  // x^2 = u / v has a root exactly where u * v is a square.
  return isSquare(modulo(u * v));
}

/**
 * Euler's criterion, a^((p - 1) / 2) = 1, for a number other than 0. (p - 1) / 2 is 2^254 - 10, so no division is
 * needed.
 */
function isSquare(a: bigint): boolean {
  let power = a;
  for (let squarings = 0; squarings < 254; squarings++) power = (power * power) % P;
  return power === a ** 10n % P;
}

function decodeY(encoding: Uint8Array): bigint {
  const bigEndian = encoding.toReversed();
  bigEndian[0]! &= 0x7f;
  return BigInt(`0x${bigEndian.toHex()}`);
}

function hasSignBit(encoding: Uint8Array): boolean {
  return (encoding[31]! & 0x80) !== 0;
}

function modulo(value: bigint): bigint {
  const rest = value % P;
  return rest < 0n ? rest + P : rest;
}
