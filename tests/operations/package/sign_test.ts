import assert from "node:assert/strict";
import { ed25519Verify } from "../../../src/crypto/ed25519.ts";
import { packageHashBytes, toPackageHash } from "../../../src/domain/package_hash.ts";
import { signPackage } from "../../../src/operations/package/sign.ts";
import { fileSigner, type Signer } from "../../../src/operations/signer.ts";
import { SIGNED_PACKAGE } from "../../testkit/signed_package.ts";

const hash = toPackageHash(Uint8Array.fromHex(SIGNED_PACKAGE.packageHash));
const clock = () => new Date(SIGNED_PACKAGE.signedAt);

Deno.test("a signature is over the 32 raw bytes of the hash, with the clock's time and the key's fingerprint", async () => {
  const key = await fileSigner(SIGNED_PACKAGE.seed);
  const { packageHash, fingerprint, signature, signedAt, publicKey } = SIGNED_PACKAGE;
  assert.deepEqual(await signPackage(key, hash, clock), {
    packageHash,
    keyFingerprint: fingerprint,
    signature,
    signedAt,
  });
  assert.equal(await ed25519Verify(publicKey, packageHashBytes(hash), signature), true);
});

Deno.test("a signing key outlives its seed, and signs any number of packages", async () => {
  const seed = SIGNED_PACKAGE.seed.slice();
  const key = await fileSigner(seed);
  seed.fill(0);
  for (let count = 0; count < 3; count++) {
    const { signature } = await signPackage(key, hash, clock);
    assert.deepEqual(signature, SIGNED_PACKAGE.signature);
  }
});

Deno.test("the clock is asked anew for each package", async () => {
  const key = await fileSigner(SIGNED_PACKAGE.seed);
  const times = [new Date("2026-01-01T00:00:00Z"), new Date("2026-01-02T00:00:00Z")];
  const ticking = () => times.shift()!;
  assert.equal((await signPackage(key, hash, ticking)).signedAt, "2026-01-01T00:00:00Z");
  assert.equal((await signPackage(key, hash, ticking)).signedAt, "2026-01-02T00:00:00Z");
});

Deno.test("a signature that a fault has spoilt is handed to nobody", async () => {
  const signer = await fileSigner(SIGNED_PACKAGE.seed);
  const faulty: Signer = {
    ...signer,
    sign: async (message) => {
      const signature = await signer.sign(message);
      signature[40]! ^= 1;
      return signature;
    },
  };
  await assert.rejects(signPackage(faulty, hash, clock), {
    message: "the fresh signature does not verify",
  });
  await assert.rejects(signPackage({ ...faulty, kind: "ssh-agent" }, hash, clock), {
    code: "signer_unavailable",
    message:
      `Cannot sign with the key ${signer.fingerprint}: the ssh-agent answered with what is no signature by it`,
  });
});
