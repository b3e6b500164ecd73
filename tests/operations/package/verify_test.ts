import assert from "node:assert/strict";
import type { Fingerprint } from "../../../src/domain/fingerprint.ts";
import { type HashedPackage, toPackageHash } from "../../../src/domain/package_hash.ts";
import { toPublicKey } from "../../../src/domain/public_key.ts";
import type { PackageSignature } from "../../../src/domain/signature.ts";
import type { TrustedKey } from "../../../src/domain/trust.ts";
import { signPackage } from "../../../src/operations/package/sign.ts";
import { fileSigner } from "../../../src/operations/signer.ts";
import { verifyPackage } from "../../../src/operations/package/verify.ts";

const clock = () => new Date("2026-01-28T12:00:00Z");
const hash = toPackageHash(new Uint8Array(32).fill(1));
const otherHash = toPackageHash(new Uint8Array(32).fill(2));
const pkg: HashedPackage = { name: '"pkg.so"', hash };

const own = await fileSigner(new Uint8Array(32).fill(3));
const other = await fileSigner(new Uint8Array(32).fill(4));
const signature = await signPackage(own, hash, clock);

function trust(key: typeof own, source: string): TrustedKey {
  return { publicKey: toPublicKey(key.publicKey), source };
}

const trusted = [trust(other, "other.pem"), trust(own, "own.pem")];

async function assertRefused(
  code: string,
  signature: PackageSignature,
  keys: readonly TrustedKey[] = trusted,
): Promise<void> {
  await assert.rejects(verifyPackage(pkg, signature, keys), { name: "CloacinaError", code });
}

Deno.test("a good signature returns the key that made it trusted", async () => {
  assert.equal(await verifyPackage(pkg, signature, trusted), trusted[1]);
});

Deno.test("what the file claims of its time decides nothing", async () => {
  const edited = { ...signature, signedAt: "1970-01-01T00:00:00Z" };
  assert.equal(await verifyPackage(pkg, edited, trusted), trusted[1]);
});

Deno.test("a signature for another hash is package_tampered", async () => {
  await assertRefused("package_tampered", { ...signature, packageHash: otherHash });
  await assertRefused("package_tampered", await signPackage(own, otherHash, clock));
});

Deno.test("a signature of another package, relabelled for this one, is invalid_signature", async () => {
  const moved = { ...await signPackage(own, otherHash, clock), packageHash: hash };
  await assertRefused("invalid_signature", moved);
});

Deno.test("a signer that nobody trusts is untrusted_signer, also with no trusted key at all", async () => {
  await assertRefused("untrusted_signer", signature, [trusted[0]!]);
  await assertRefused("untrusted_signer", signature, []);
});

Deno.test("a signature that names another trusted key is invalid_signature", async () => {
  await assertRefused("invalid_signature", { ...signature, keyFingerprint: other.fingerprint });
});

Deno.test("the checks come in their order: hash, then trust, then signature", async () => {
  const spoilt = { ...signature, signature: new Uint8Array(64) };
  const unknown = { ...spoilt, keyFingerprint: "ab".repeat(32) as Fingerprint };
  const moved = { ...unknown, packageHash: otherHash };
  await assertRefused("invalid_signature", spoilt);
  await assertRefused("untrusted_signer", unknown);
  await assertRefused("package_tampered", moved);
});

Deno.test("a failed signature has one message, whatever is wrong with it, and no hint", async () => {
  const spoilt = [new Uint8Array(64), new Uint8Array(64).fill(0xff), new Uint8Array(63)];
  for (const bytes of spoilt) {
    await assert.rejects(verifyPackage(pkg, { ...signature, signature: bytes }, trusted), {
      code: "invalid_signature",
      message: `Cannot verify "pkg.so": the signature is not valid under the signer's key`,
      hint: undefined,
    });
  }
});
