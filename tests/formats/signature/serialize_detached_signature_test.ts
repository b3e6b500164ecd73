import assert from "node:assert/strict";
import type { Fingerprint } from "../../../src/domain/fingerprint.ts";
import type { PackageHash } from "../../../src/domain/package_hash.ts";
import { serializeDetachedSignature } from "../../../src/formats/signature/serialize_detached_signature.ts";
import { SIGNED_PACKAGE } from "../../testkit/signed_package.ts";

Deno.test("a signature is written to the byte as the format says", () => {
  const text = serializeDetachedSignature({
    packageHash: SIGNED_PACKAGE.packageHash as PackageHash,
    keyFingerprint: SIGNED_PACKAGE.fingerprint as Fingerprint,
    signature: SIGNED_PACKAGE.signature,
    signedAt: SIGNED_PACKAGE.signedAt,
  });
  assert.equal(text, SIGNED_PACKAGE.signatureFile);
  assert.equal(new TextEncoder().encode(text).length, 366);
});
