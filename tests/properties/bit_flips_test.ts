import assert from "node:assert/strict";
import fc from "fast-check";
import { sha256 } from "../../src/crypto/sha256.ts";
import type { Fingerprint } from "../../src/domain/fingerprint.ts";
import { type PackageHash, toPackageHash } from "../../src/domain/package_hash.ts";
import { toPublicKey } from "../../src/domain/public_key.ts";
import type { PackageSignature } from "../../src/domain/signature.ts";
import type { TrustedKey } from "../../src/domain/trust.ts";
import { CloacinaError } from "../../src/errors.ts";
import { signPackage } from "../../src/operations/package/sign.ts";
import { fileSigner } from "../../src/operations/signer.ts";
import { verifyPackage } from "../../src/operations/package/verify.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** A package that was signed, and everything that its verification looks at. */
interface Signed {
  readonly content: Bytes;
  readonly signature: PackageSignature;
  readonly trusted: readonly TrustedKey[];
}

const anySeed = fc.uint8Array({ minLength: 32, maxLength: 32 });

const anyContent = fc.uint8Array({ minLength: 1, maxLength: 2000, size: "max" });

async function sign(seed: Uint8Array, content: Uint8Array): Promise<Signed> {
  const key = await fileSigner(seed);
  const bytes = new Uint8Array(content);
  const publicKey = toPublicKey(key.publicKey);
  const signature = await signPackage(key, toPackageHash(sha256(bytes)), () => new Date(0));
  return { content: bytes, signature, trusted: [{ publicKey, source: "release.pub.pem" }] };
}

/** "verified", or the code of the refusal. */
async function verdictOf({ content, signature, trusted }: Signed): Promise<string> {
  const hash = toPackageHash(sha256(content));
  try {
    await verifyPackage({ name: "package", hash }, signature, trusted);
    return "verified";
  } catch (error) {
    assert(error instanceof CloacinaError, String(error));
    return error.code;
  }
}

function flip(bytes: Uint8Array, bit: number): Bytes {
  const flipped = new Uint8Array(bytes);
  flipped[bit >> 3]! ^= 1 << (bit & 7);
  return flipped;
}

function flipHex(hex: string, bit: number): string {
  return flip(Uint8Array.fromHex(hex), bit).toHex();
}

/** The signed package with one bit of each kind flipped, one at a time, and the refusal that must follow. */
function flips({ content, signature, trusted }: Signed, bit: number) {
  const { packageHash, keyFingerprint } = signature;
  const hash = flipHex(packageHash, bit % 256) as PackageHash;
  const key = flipHex(keyFingerprint, bit % 256) as Fingerprint;
  const edit = (fields: Partial<PackageSignature>) => ({
    content,
    trusted,
    signature: { ...signature, ...fields },
  });
  return {
    package: [
      { content: flip(content, bit % (content.length * 8)), signature, trusted },
      "package_tampered",
    ],
    signature: [edit({ signature: flip(signature.signature, bit % 512) }), "invalid_signature"],
    hash: [edit({ packageHash: hash }), "package_tampered"],
    fingerprint: [edit({ keyFingerprint: key }), "untrusted_signer"],
  } as const;
}

async function assertFlipsAreRefused(signed: Signed, bit: number): Promise<void> {
  for (const [where, [edited, code]] of Object.entries(flips(signed, bit))) {
    assert.equal(await verdictOf(edited), code, `bit ${bit} of the ${where}`);
  }
}

Deno.test("property: whatever is signed verifies, and with any one bit flipped it does not", async () => {
  await fc.assert(fc.asyncProperty(anySeed, anyContent, fc.nat(), async (seed, content, bit) => {
    const signed = await sign(seed, content);
    assert.equal(await verdictOf(signed), "verified");
    await assertFlipsAreRefused(signed, bit);
  }));
});

Deno.test("of one signed package, each bit was flipped, and not one flip verifies", async () => {
  const signed = await sign(new Uint8Array(32).fill(1), new TextEncoder().encode("x".repeat(64)));
  assert.equal(await verdictOf(signed), "verified");
  for (let bit = 0; bit < 512; bit++) await assertFlipsAreRefused(signed, bit);
});

Deno.test("property: with a bit of the package and the claimed hash both changed, the signature does not hold", async () => {
  await fc.assert(fc.asyncProperty(anySeed, anyContent, fc.nat(), async (seed, content, bit) => {
    const signed = await sign(seed, content);
    const tampered = flip(signed.content, bit % (content.length * 8));
    const packageHash = toPackageHash(sha256(tampered));
    const signature = { ...signed.signature, packageHash };
    assert.equal(await verdictOf({ ...signed, content: tampered, signature }), "invalid_signature");
  }));
});

Deno.test("property: a byte more or less at either end never verifies", async () => {
  await fc.assert(
    fc.asyncProperty(anySeed, anyContent, fc.nat(255), async (seed, content, byte) => {
      const signed = await sign(seed, content);
      const others = [
        [byte, ...content],
        [...content, byte],
        content.slice(1),
        content.slice(0, -1),
      ];
      for (const other of others) {
        const edited = { ...signed, content: new Uint8Array(other) };
        assert.equal(await verdictOf(edited), "package_tampered");
      }
    }),
  );
});
