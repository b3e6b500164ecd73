import assert from "node:assert/strict";
import { ed25519Verify } from "../../src/crypto/ed25519.ts";
import { SMALL_ORDER_ENCODINGS } from "../../src/crypto/ed25519_points.ts";
import {
  BASE,
  challenge,
  decodePoint,
  encodePoint,
  IDENTITY,
  L,
  toBytes,
  TORSION,
} from "../testkit/edwards.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** A signature that was made with knowledge of every scalar, as a forger may. */
interface Forgery {
  readonly publicKey: Bytes;
  readonly message: Bytes;
  readonly r: Bytes;
  readonly s: bigint;
}

const secret = 0x5eedn ** 15n % L;
const nonce = 0x0ddn ** 20n % L;
const honestKey = BASE.multiply(secret);
const mixedKey = honestKey.add(TORSION);

/** The eight canonical encodings first: Web Crypto alone takes them; the six others are refused by it, too. */
const CANONICAL_COUNT = 8;

const ENCODINGS = [...SMALL_ORDER_ENCODINGS].map((hex) => Uint8Array.fromHex(hex));

/** S * B = R + k * A, without a cofactor. */
async function equationHolds({ publicKey, message, r, s }: Forgery): Promise<boolean> {
  const k = await challenge(r, publicKey, message);
  const right = decodePoint(r)!.add(decodePoint(publicKey)!.multiplyUnsafe(k));
  return BASE.multiplyUnsafe(s).equals(right);
}

async function plainVerify({ publicKey, message, r, s }: Forgery): Promise<boolean> {
  const key = await crypto.subtle.importKey("raw", publicKey, "Ed25519", true, ["verify"]);
  return await crypto.subtle.verify("Ed25519", key, join(r, s), message);
}

async function strictVerify({ publicKey, message, r, s }: Forgery): Promise<boolean> {
  return await ed25519Verify(publicKey, message, join(r, s));
}

function join(r: Bytes, s: bigint): Bytes {
  return new Uint8Array([...r, ...toBytes(s)]);
}

/** The first message of 32 equal bytes whose k makes the forgery what is wanted. */
async function findMessage(
  publicKey: Bytes,
  r: Bytes,
  isWanted: (k: bigint) => boolean,
): Promise<{ readonly message: Bytes; readonly k: bigint }> {
  for (let filler = 0; filler < 256; filler++) {
    const message = new Uint8Array(32).fill(filler);
    const k = await challenge(r, publicKey, message);
    if (isWanted(k)) return { message, k };
  }
  throw new Error("no message of 32 equal bytes is wanted");
}

/** Under a key of small order: R is any known multiple of the base point, and k is one that makes k * A vanish. */
async function forgeUnder(publicKey: Bytes): Promise<Forgery> {
  const r = encodePoint(BASE.multiply(nonce));
  const { message } = await findMessage(publicKey, r, (k) => k % 8n === 0n);
  return { publicKey, message, r, s: nonce };
}

/** With an R of small order: the small-order part of k * A cancels it out, and S is k times the secret. */
async function forgeWith(r: Bytes): Promise<Forgery> {
  const publicKey = encodePoint(mixedKey);
  const isWanted = (k: bigint) =>
    decodePoint(r)!.add(TORSION.multiplyUnsafe(k % 8n)).equals(IDENTITY);
  const { message, k } = await findMessage(publicKey, r, isWanted);
  return { publicKey, message, r, s: k * secret % L };
}

Deno.test("the curve of these tests is the one of RFC 8032", () => {
  assert.equal(encodePoint(BASE).toHex(), "58" + "66".repeat(31));
  assert.equal(BASE.isTorsionFree(), true);
  assert.deepEqual([8n, 4n].map((count) => TORSION.multiplyUnsafe(count).equals(IDENTITY)), [
    true,
    false,
  ]);
  assert.equal(ENCODINGS.length, 14);
});

for (const [index, encoding] of ENCODINGS.entries()) {
  const isCanonical = index < CANONICAL_COUNT;
  const name = `${encoding.toHex().slice(0, 4)}...${encoding.toHex().slice(-4)}`;

  Deno.test(`a forgery under the small-order key ${index + 1} of 14 (${name}) is refused`, async () => {
    const forgery = await forgeUnder(encoding);
    assert.equal(await equationHolds(forgery), true);
    assert.equal(await plainVerify(forgery), isCanonical);
    assert.equal(await strictVerify(forgery), false);
  });

  Deno.test(`a forgery with the small-order R ${index + 1} of 14 (${name}) is refused`, async () => {
    const forgery = await forgeWith(encoding);
    assert.equal(await equationHolds(forgery), true);
    assert.equal(await plainVerify(forgery), isCanonical);
    assert.equal(await strictVerify(forgery), false);
  });
}

Deno.test("with the identity as key and as R, S = 0 is a signature of everything, and is refused", async () => {
  const identity = encodePoint(IDENTITY);
  for (let filler = 0; filler < 20; filler++) {
    const message = new Uint8Array(32).fill(filler);
    const forgery = { publicKey: identity, message, r: identity, s: 0n };
    assert.equal(await plainVerify(forgery), true);
    assert.equal(await strictVerify(forgery), false);
  }
});

Deno.test("a mixed-order key holds where k is a multiple of 8: strict verifiers agree on that", async () => {
  const publicKey = encodePoint(mixedKey);
  const r = encodePoint(BASE.multiply(nonce));
  const { message, k } = await findMessage(publicKey, r, (k) => k % 8n === 0n);
  const signature = { publicKey, message, r, s: (nonce + k * secret) % L };
  assert.equal(await equationHolds(signature), true);
  assert.equal(await strictVerify(signature), true);
});

Deno.test("a mixed-order key is refused where only a cofactor would make it hold", async () => {
  const publicKey = encodePoint(mixedKey);
  const r = encodePoint(BASE.multiply(nonce));
  for (let rest = 1n; rest < 8n; rest++) {
    const { message, k } = await findMessage(publicKey, r, (k) => k % 8n === rest);
    const signature = { publicKey, message, r, s: (nonce + k * secret) % L };
    assert.equal(await equationHolds(signature), false);
    assert.equal(await strictVerify(signature), false, `k = ${rest} modulo 8`);
  }
});

Deno.test("a mixed-order R under an honest key is refused, whatever its small-order part", async () => {
  const publicKey = encodePoint(honestKey);
  const message = new Uint8Array(32);
  for (let part = 0n; part < 8n; part++) {
    const r = encodePoint(BASE.multiply(nonce).add(TORSION.multiplyUnsafe(part)));
    const s = (nonce + await challenge(r, publicKey, message) * secret) % L;
    const verdict = await strictVerify({ publicKey, message, r, s });
    assert.equal(verdict, part === 0n, `part ${part}`);
  }
});

Deno.test("a mixed-order R holds where the small-order part of the key cancels it out", async () => {
  const publicKey = encodePoint(mixedKey);
  const r = encodePoint(BASE.multiply(nonce).add(TORSION.multiplyUnsafe(3n)));
  const { message, k } = await findMessage(publicKey, r, (k) => k % 8n === 5n);
  const signature = { publicKey, message, r, s: (nonce + k * secret) % L };
  assert.equal(await equationHolds(signature), true);
  assert.equal(await strictVerify(signature), true);
});
