import assert from "node:assert/strict";
import { sha256 } from "../../src/crypto/sha256.ts";
import { toPackageHash } from "../../src/domain/package_hash.ts";
import { toPublicKey } from "../../src/domain/public_key.ts";
import { CloacinaError, ERROR_OUTCOMES } from "../../src/errors.ts";
import { parseDetachedSignature } from "../../src/formats/signature/detached_signature.ts";
import { serializeDetachedSignature } from "../../src/formats/signature/serialize_detached_signature.ts";
import { signPackage } from "../../src/operations/package/sign.ts";
import { fileSigner } from "../../src/operations/signer.ts";
import { verifyPackage } from "../../src/operations/package/verify.ts";
import { BAD_SIGNATURES } from "./bad_signatures.ts";
import { SIGNED_PACKAGE } from "./signed_package.ts";

const good = SIGNED_PACKAGE;

/** Reads and verifies a signature file, as the tool does, with the one good key trusted. */
async function verifyFile(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const signature = parseDetachedSignature(bytes, "package.sig");
  const hash = toPackageHash(sha256(good.packageBytes));
  const publicKey = toPublicKey(good.publicKey);
  const trusted = [{ publicKey, source: "release.pub.pem" }];
  return (await verifyPackage({ name: "package", hash }, signature, trusted)).source;
}

Deno.test("the package of the tests is what this version signs", async () => {
  const key = await fileSigner(good.seed);
  const hash = toPackageHash(sha256(good.packageBytes));
  const signature = await signPackage(key, hash, () => new Date(good.signedAt));
  const { publicKey, packageHash, fingerprint, signedAt } = good;
  assert.deepEqual(
    { publicKey: key.publicKey, packageHash: hash, fingerprint: key.fingerprint },
    { publicKey, packageHash, fingerprint },
  );
  assert.deepEqual(
    { signature: signature.signature, signedAt: signature.signedAt },
    { signature: good.signature, signedAt },
  );
  assert.equal(serializeDetachedSignature(signature), good.signatureFile);
  assert.equal(await verifyFile(new TextEncoder().encode(good.signatureFile)), "release.pub.pem");
  assert(good.publicKeyPem.includes(publicKey.toBase64().slice(2)));
});

Deno.test("there are 150 bad signatures or more, no two of one name or of the same bytes", () => {
  assert(BAD_SIGNATURES.length >= 150, `${BAD_SIGNATURES.length}`);
  assert.equal(new Set(BAD_SIGNATURES.map(({ name }) => name)).size, BAD_SIGNATURES.length);
  assert.equal(
    new Set(BAD_SIGNATURES.map(({ bytes }) => bytes.toHex())).size,
    BAD_SIGNATURES.length,
  );
});

for (const { name, bytes, code, exit, fragment } of BAD_SIGNATURES) {
  Deno.test(`a bad signature is refused: ${name}`, async () => {
    const error = await verifyFile(bytes).then(() => undefined, (error) => error);
    assert(error instanceof CloacinaError, `it was taken, or threw ${error}`);
    assert.deepEqual([error.code, ERROR_OUTCOMES[error.code].exit], [code, exit]);
    assert(error.message.includes(fragment), error.message);
  });
}
