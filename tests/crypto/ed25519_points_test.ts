import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import fc from "fast-check";
import { ed25519Signer } from "../../src/crypto/ed25519.ts";
import {
  hasSmallOrder,
  isCanonicalPoint,
  SMALL_ORDER_ENCODINGS,
} from "../../src/crypto/ed25519_points.ts";
import { BASE, decodePoint, encodePoint, P, toBytes, TORSION } from "../testkit/edwards.ts";

const SIGN_BIT = 2n ** 255n;

const bytes32 = fc.uint8Array({ minLength: 32, maxLength: 32 });

/** Every encoding with y >= p, and both with a sign on x = 0: all that are not canonical, whatever they decode to. */
const NOT_CANONICAL = [1n, P - 1n].map((y) => SIGN_BIT | y).concat(
  Array.from({ length: 19 }, (_, k) => [P + BigInt(k), SIGN_BIT | P + BigInt(k)]).flat(),
).map(toBytes);

Deno.test("the small-order encodings are all there are: eight points, and six that are not canonical", () => {
  const points = Array.from(
    { length: 8 },
    (_, n) => encodePoint(TORSION.multiplyUnsafe(BigInt(n))).toHex(),
  );
  const others = NOT_CANONICAL.filter((encoding) => {
    const point = decodePoint(encoding);
    return point !== undefined && points.includes(encodePoint(point).toHex());
  }).map((encoding) => encoding.toHex());
  assert.equal(new Set(points).size, 8);
  assert.equal(others.length, 6);
  assert.deepEqual([...SMALL_ORDER_ENCODINGS].sort(), [...points, ...others].sort());
});

Deno.test("the eight points of small order are canonical, their six other encodings are not", () => {
  const verdicts = [...SMALL_ORDER_ENCODINGS].map((hex) =>
    isCanonicalPoint(Uint8Array.fromHex(hex))
  );
  assert.deepEqual(verdicts, [...Array(8).fill(true), ...Array(6).fill(false)]);
  for (const hex of SMALL_ORDER_ENCODINGS) {
    assert.equal(hasSmallOrder(Uint8Array.fromHex(hex)), true);
  }
});

Deno.test("no encoding with y from p to 2^255 - 1 is canonical, also where the point has large order", () => {
  const ofLargeOrder = NOT_CANONICAL.filter((encoding) =>
    decodePoint(encoding) !== undefined && !hasSmallOrder(encoding)
  );
  assert.equal(ofLargeOrder.length, 20);
  for (const encoding of NOT_CANONICAL) assert.equal(isCanonicalPoint(encoding), false);
});

Deno.test("y = p - 1 and y = 1 are canonical without a sign, y = 2 is on no curve, y = 3 is on it", () => {
  const verdicts = [P - 1n, 1n, 2n, SIGN_BIT | 2n, 3n, SIGN_BIT | 3n].map((value) =>
    isCanonicalPoint(toBytes(value))
  );
  assert.deepEqual(verdicts, [true, true, false, false, true, true]);
});

Deno.test("property: every honest public key is canonical and not of small order", async () => {
  await fc.assert(fc.asyncProperty(bytes32, async (seed) => {
    const { publicKey } = await ed25519Signer(seed);
    assert.equal(isCanonicalPoint(publicKey), true);
    assert.equal(hasSmallOrder(publicKey), false);
  }));
});

Deno.test("a point of mixed order is canonical and not of small order", () => {
  for (let part = 1n; part < 8n; part++) {
    const encoding = encodePoint(BASE.add(TORSION.multiplyUnsafe(part)));
    assert.equal(isCanonicalPoint(encoding), true);
    assert.equal(hasSmallOrder(encoding), false);
  }
});

Deno.test("the bytes that are looked at stay as they are, also those of a Buffer, whose slice is a view", () => {
  for (const toInput of [(bytes: Uint8Array) => bytes, Buffer.from]) {
    const encoding = toInput(encodePoint(BASE));
    encoding[31]! |= 0x80;
    const before = encoding.toHex();
    isCanonicalPoint(encoding);
    hasSmallOrder(encoding);
    assert.equal(encoding.toHex(), before);
  }
});

Deno.test("a sign on x = 0 is not canonical, also in a Buffer", () => {
  const encoding = Buffer.from("01".padEnd(62, "0") + "80", "hex");
  assert.equal(isCanonicalPoint(encoding), false);
});
