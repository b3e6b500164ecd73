import { ed25519 } from "@noble/curves/ed25519.js";

const { Point } = ed25519;

/** A point of edwards25519. */
export type EdwardsPoint = InstanceType<typeof Point>;

/** The prime of the field (RFC 8032, section 5.1). */
export const P = Point.Fp.ORDER;

/** The order of the base point (RFC 8032, section 5.1). */
export const L = Point.Fn.ORDER;

export const IDENTITY = Point.ZERO;

export const BASE = Point.BASE;

/** A point of order 8: its multiples are the eight points of small order. */
export const TORSION = Point.fromHex(
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
);

/** The canonical 32 bytes of a point (RFC 8032, section 5.1.2). */
export function encodePoint(point: EdwardsPoint): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(point.toBytes());
}

/** The point of 32 bytes as lenient verifiers read them: y >= p and a sign on x = 0 pass. Undefined off the curve. */
export function decodePoint(bytes: Uint8Array): EdwardsPoint | undefined {
  try {
    return Point.fromBytes(bytes, true);
  } catch {
    return undefined;
  }
}

/** 32 bytes, little endian. */
export function toBytes(value: bigint): Uint8Array<ArrayBuffer> {
  return Uint8Array.fromHex(value.toString(16).padStart(64, "0")).reverse();
}

/** The number that little-endian bytes stand for. */
export function fromBytes(bytes: Uint8Array): bigint {
  return BigInt(`0x${bytes.slice().reverse().toHex()}`);
}

/** The k of the verification equation: SHA-512 of R, A and the message, modulo L (RFC 8032, section 5.1.7). */
export async function challenge(
  r: Uint8Array,
  publicKey: Uint8Array,
  message: Uint8Array,
): Promise<bigint> {
  const digest = await crypto.subtle.digest(
    "SHA-512",
    new Uint8Array([...r, ...publicKey, ...message]),
  );
  return fromBytes(new Uint8Array(digest)) % L;
}
