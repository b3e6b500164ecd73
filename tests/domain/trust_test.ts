import assert from "node:assert/strict";
import type { Fingerprint } from "../../src/domain/fingerprint.ts";
import { type HashedPackage, toPackageHash } from "../../src/domain/package_hash.ts";
import type { PackageSignature } from "../../src/domain/signature.ts";
import { requireSameHash, requireTrustedKey, type TrustedKey } from "../../src/domain/trust.ts";

const hash = toPackageHash(new Uint8Array(32).fill(0xaa));
const otherHash = toPackageHash(new Uint8Array(32).fill(0xbb));
const packageOf: HashedPackage = { name: '"pkg.so"', hash };

const signature: PackageSignature = {
  packageHash: hash,
  keyFingerprint: "11".repeat(32) as Fingerprint,
  signature: new Uint8Array(64),
  signedAt: "2026-01-28T12:00:00Z",
};

function trusted(byte: string, source: string): TrustedKey {
  const fingerprint = byte.repeat(32) as Fingerprint;
  return { publicKey: { bytes: new Uint8Array(32), fingerprint }, source };
}

Deno.test("a signature for the same hash passes", () => {
  assert.equal(requireSameHash(signature, packageOf), undefined);
});

Deno.test("a signature for another hash is package_tampered, and says both hashes", () => {
  assert.throws(() => requireSameHash({ ...signature, packageHash: otherHash }, packageOf), {
    code: "package_tampered",
    message: `Cannot verify "pkg.so": its hash is ${hash}, and the signature is for ${otherHash}`,
    hint: "this is not the file that was signed; download the package and its signature again",
  });
});

Deno.test("the trusted key is the one with the fingerprint, wherever it stands", () => {
  const keys = [trusted("22", "a.pem"), trusted("11", "b.pem"), trusted("33", "c.pem")];
  assert.equal(requireTrustedKey(signature, packageOf, keys), keys[1]);
});

Deno.test("of one key that is trusted twice, the first source counts", () => {
  const keys = [trusted("11", "a.pem"), trusted("11", "b.pem")];
  assert.equal(requireTrustedKey(signature, packageOf, keys).source, "a.pem");
});

Deno.test("a signer that is not among the trusted is untrusted_signer, without a hint to trust more", () => {
  for (const keys of [[], [trusted("22", "a.pem")]]) {
    assert.throws(() => requireTrustedKey(signature, packageOf, keys), {
      code: "untrusted_signer",
      message: `Cannot verify "pkg.so": its signer ${"11".repeat(32)} is not trusted`,
      hint:
        "someone else may have signed it: ask its author, over another channel, which key they sign with",
    });
  }
});
