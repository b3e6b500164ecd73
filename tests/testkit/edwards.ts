/** A point of edwards25519 in extended coordinates: x = X/Z, y = Y/Z, x * y = T/Z (RFC 8032, section 5.1.4). */
export interface Point {
  readonly X: bigint;
  readonly Y: bigint;
  readonly Z: bigint;
  readonly T: bigint;
}

/** The prime of the field (RFC 8032, section 5.1). */
export const P = 2n ** 255n - 19n;

/** The order of the base point (RFC 8032, section 5.1). */
export const L = 2n ** 252n + 27742317777372353535851937790883648493n;

const D = modulo(-121665n * invert(121666n));

/** A square root of -1. */
const I = power(2n, (P - 1n) / 4n);

export const IDENTITY: Point = { X: 0n, Y: 1n, Z: 1n, T: 0n };

export const BASE = decodePoint(toBytes(modulo(4n * invert(5n))))!;

/** A point of order 8: its multiples are the eight points of small order. */
export const TORSION = decodePoint(
  Uint8Array.fromHex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
)!;

/** The complete addition of RFC 8032, section 5.1.4: slow, never secret, and right for every pair of points. */
export function add(left: Point, right: Point): Point {
  const a = (left.Y - left.X) * (right.Y - right.X);
  const b = (left.Y + left.X) * (right.Y + right.X);
  const c = 2n * D * left.T * right.T;
  const d = 2n * left.Z * right.Z;
  const [e, f, g, h] = [b - a, d - c, d + c, b + a] as const;
  return { X: modulo(e * f), Y: modulo(g * h), Z: modulo(f * g), T: modulo(e * h) };
}

/** `count` times the point; `count` is not negative and is not reduced, because the point may have torsion. */
export function multiply(count: bigint, point: Point): Point {
  let result = IDENTITY;
  for (let double = point, rest = count; rest > 0n; rest >>= 1n, double = add(double, double)) {
    if (rest & 1n) result = add(result, double);
  }
  return result;
}

/** The canonical 32 bytes of a point (RFC 8032, section 5.1.2). */
export function encodePoint({ X, Y, Z }: Point): Uint8Array<ArrayBuffer> {
  const [x, y] = [modulo(X * invert(Z)), modulo(Y * invert(Z))] as const;
  return toBytes(y | (x & 1n) << 255n);
}

/** The point of 32 bytes as lenient verifiers read them: y >= p and a sign on x = 0 pass. Undefined off the curve. */
export function decodePoint(bytes: Uint8Array): Point | undefined {
  const encoded = fromBytes(bytes);
  const y = modulo(encoded & (2n ** 255n - 1n));
  const square = modulo((y * y - 1n) * invert(modulo(D * y * y + 1n)));
  const x = [power(square, (P + 3n) / 8n), modulo(I * power(square, (P + 3n) / 8n))]
    .find((root) => modulo(root * root) === square);
  if (x === undefined) return undefined;
  const signed = (x & 1n) === encoded >> 255n ? x : modulo(-x);
  return { X: signed, Y: y, Z: 1n, T: modulo(signed * y) };
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

function modulo(value: bigint): bigint {
  const rest = value % P;
  return rest < 0n ? rest + P : rest;
}

function invert(value: bigint): bigint {
  return power(value, P - 2n);
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (let square = modulo(base), rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = result * square % P;
    square = square * square % P;
  }
  return result;
}
