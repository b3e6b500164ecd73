import assert from "node:assert/strict";
import fc from "fast-check";
import { ed25519Signer, ed25519Verify } from "../../src/crypto/ed25519.ts";
import { fromBytes, L, toBytes } from "../testkit/edwards.ts";
import { fromHex, readVectors } from "../vectors/read_vectors.ts";

const seed = new Uint8Array(32).fill(7);
const message = new TextEncoder().encode("a package hash");
const signer = await ed25519Signer(seed);
const signature = await signer.sign(message);
const scalar = fromBytes(signature.subarray(32));

/** The good signature with another S. */
function withScalar(value: bigint): Uint8Array<ArrayBuffer> {
  return new Uint8Array([...signature.subarray(0, 32), ...toBytes(value)]);
}

/** The first `length` bytes, with zeros after them where there are not so many. */
function resized(bytes: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  const result = new Uint8Array(length);
  result.set(bytes.subarray(0, length));
  return result;
}

for (const [seedHex, key, text, expected, name] of await readVectors("rfc8032.txt", 4, 5)) {
  Deno.test(`RFC 8032, section 7.1, ${name}: the key is derived, signs and verifies`, async () => {
    const bytes = fromHex(text!);
    const { publicKey, sign } = await ed25519Signer(fromHex(seedHex!));
    assert.equal(publicKey.toHex(), key);
    assert.equal((await sign(bytes)).toHex(), expected);
    assert.equal(await ed25519Verify(publicKey, bytes, fromHex(expected!)), true);
    assert.equal(
      await ed25519Verify(publicKey, new Uint8Array([...bytes, 0]), fromHex(expected!)),
      false,
    );
  });
}

Deno.test("a seed that has not 32 bytes makes no key", async () => {
  for (const length of [0, 1, 31, 33, 64]) {
    await assert.rejects(ed25519Signer(new Uint8Array(length)), RangeError, `${length} bytes`);
  }
});

Deno.test("the seed may be wiped once the key is made", async () => {
  const wiped = seed.slice();
  const { sign } = await ed25519Signer(wiped);
  wiped.fill(0);
  assert.deepEqual(await sign(message), signature);
});

Deno.test("a message is signed without another thread", async () => {
  let isSigned = false;
  signer.sign(message).then(() => isSigned = true);
  // Only what is settled already goes on before the next task.
  for (let step = 0; step < 10; step++) await null;
  assert.equal(isSigned, true);
});

Deno.test("a public key or a signature of another length is refused", async () => {
  assert.equal(await ed25519Verify(signer.publicKey, message, signature), true);
  for (const length of [0, 1, 31, 33, 64]) {
    const key = resized(signer.publicKey, length);
    assert.equal(await ed25519Verify(key, message, signature), false, `key of ${length} bytes`);
  }
  for (const length of [0, 1, 31, 32, 33, 63, 65, 128]) {
    const other = resized(signature, length);
    assert.equal(await ed25519Verify(signer.publicKey, message, other), false, `${length} bytes`);
  }
});

Deno.test("S + nL, which stands for the same S, is refused for every n that fits", async () => {
  const count = (2n ** 256n - 1n - scalar) / L;
  assert(count >= 14n && scalar < L);
  assert.equal(await ed25519Verify(signer.publicKey, message, withScalar(scalar)), true);
  for (let n = 1n; n <= count; n++) {
    const larger = withScalar(scalar + n * L);
    assert.equal(await ed25519Verify(signer.publicKey, message, larger), false, `n = ${n}`);
  }
});

Deno.test("an S of 0, L - 1, L, 2^255 - 1 or 2^256 - 1 is refused", async () => {
  for (const value of [0n, L - 1n, L, 2n ** 255n - 1n, 2n ** 256n - 1n]) {
    assert.equal(await ed25519Verify(signer.publicKey, message, withScalar(value)), false);
  }
});

Deno.test("zeros and ones are no signature, and no key under which one holds", async () => {
  for (const filler of [0x00, 0xff]) {
    const [key, other] = [32, 64].map((length) => new Uint8Array(length).fill(filler));
    assert.equal(await ed25519Verify(signer.publicKey, message, other!), false);
    assert.equal(await ed25519Verify(key!, message, signature), false);
    assert.equal(await ed25519Verify(key!, message, other!), false);
  }
});

Deno.test("a key that is on no curve verifies nothing, and is no error", async () => {
  const offCurve = toBytes(2n);
  assert.equal(await ed25519Verify(offCurve, message, signature), false);
});

Deno.test("property: whatever is signed verifies, under its own key and for its own message only", async () => {
  const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
  await fc.assert(fc.asyncProperty(
    bytes(32),
    bytes(32),
    fc.uint8Array({ maxLength: 200 }),
    async (first, second, text) => {
      fc.pre(first.toHex() !== second.toHex());
      const signed = new Uint8Array(text);
      const [own, other] = await Promise.all([ed25519Signer(first), ed25519Signer(second)]);
      const made = await own.sign(signed);
      assert.equal(await ed25519Verify(own.publicKey, signed, made), true);
      assert.equal(await ed25519Verify(other.publicKey, signed, made), false);
      assert.equal(await ed25519Verify(own.publicKey, new Uint8Array([0, ...text]), made), false);
    },
  ));
});

Deno.test("property: no key and signature of random bytes hold, and none is an error", async () => {
  const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
  await fc.assert(fc.asyncProperty(bytes(32), bytes(64), async (key, other) => {
    const verdict = await ed25519Verify(new Uint8Array(key), message, new Uint8Array(other));
    assert.equal(verdict, false);
  }));
});
