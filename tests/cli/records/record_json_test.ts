import assert from "node:assert/strict";
import { recordJson } from "../../../src/cli/records/record_json.ts";
import type { Fingerprint } from "../../../src/domain/fingerprint.ts";
import type { PackageHash } from "../../../src/domain/package_hash.ts";

const SIGNATURE = {
  packageHash: "a".repeat(64) as PackageHash,
  keyFingerprint: "b".repeat(64) as Fingerprint,
  signature: new Uint8Array(64),
};

const DOCUMENT = {
  version: 1,
  algorithm: "ed25519",
  package_hash: SIGNATURE.packageHash,
  key_fingerprint: SIGNATURE.keyFingerprint,
  signature: SIGNATURE.signature.toBase64(),
};

Deno.test("many records that are written at once are each the same document", async () => {
  const signedAt = "2026-01-28T12:00:00Z";
  const record = { ...SIGNATURE, signedAt };
  const records = Array.from({ length: 20_000 }, () => recordJson("MadeSignature", record));
  for (const document of await Promise.all(records)) {
    assert.deepEqual(document, { ...DOCUMENT, signed_at: signedAt });
  }
});

Deno.test("a time is written as its file has it, however long its fraction is", async () => {
  const signedAt = `2026-01-28T12:00:00.${"0".repeat(1000)}Z`;
  const document = await recordJson("MadeSignature", { ...SIGNATURE, signedAt });
  assert.deepEqual(document, { ...DOCUMENT, signed_at: signedAt });
});
