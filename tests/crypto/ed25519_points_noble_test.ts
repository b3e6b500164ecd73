import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { ed25519 } from "@noble/curves/ed25519.js";
import { hasSmallOrder, isCanonicalPoint } from "../../src/crypto/ed25519_points.ts";

Deno.test("100,000 encodings are judged as @noble/curves judges them", () => {
  const counts = { canonical: 0, other: 0 };
  for (let number = 0; number < 100_000; number++) {
    const encoding = encodingOf(number);
    const isCanonical = isCanonicalByNoble(encoding);
    assert.equal(isCanonicalPoint(encoding), isCanonical, encoding.toHex());
    counts[isCanonical ? "canonical" : "other"] += 1;
  }
  assert.deepEqual(counts, { canonical: 49_924, other: 50_076 });
});

Deno.test("every encoding near 0 and p has small order exactly where @noble/curves says so", () => {
  const found = NEAR.flatMap((tail) =>
    Array.from({ length: 256 }, (_, first) => Uint8Array.of(first, ...tail))
  ).filter((encoding) => {
    const isSmall = isSmallByNoble(encoding);
    assert.equal(hasSmallOrder(encoding), isSmall, encoding.toHex());
    return isSmall;
  });
  assert.equal(found.length, 10);
});

/** All but the first byte of the encodings with y < 256 and with y > 2^255 - 257, each with and without a sign. */
const NEAR = [[0, 0x00], [0, 0x80], [0xff, 0x7f], [0xff, 0xff]].map(([middle, last]) => [
  ...Array(30).fill(middle),
  last,
]);

/** Arbitrary bytes, always the same for a number; of each 64th, all but the first byte is as in `NEAR`. */
function encodingOf(number: number): Uint8Array {
  const bytes = createHash("sha256").update(`encoding ${number}`).digest();
  if (number % 64 === 0) bytes.set(NEAR[bytes[1]! % NEAR.length]!, 1);
  return bytes;
}

/** RFC 8032, section 5.1.3: y < p, on the curve, and no sign on x = 0. */
function isCanonicalByNoble(encoding: Uint8Array): boolean {
  try {
    ed25519.Point.fromBytes(encoding, false);
    return true;
  } catch {
    return false;
  }
}

/** Read leniently: y >= p and a sign on x = 0 pass. */
function isSmallByNoble(encoding: Uint8Array): boolean {
  try {
    return ed25519.Point.fromBytes(encoding, true).isSmallOrder();
  } catch {
    return false;
  }
}
