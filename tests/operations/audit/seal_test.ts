import assert from "node:assert/strict";
import type { AuditSeal } from "../../../src/domain/audit_seal.ts";
import { toPackageHash } from "../../../src/domain/package_hash.ts";
import { toPublicKey } from "../../../src/domain/public_key.ts";
import { sha256Stream } from "../../../src/crypto/sha256.ts";
import { auditSealMessage } from "../../../src/formats/audit/audit_seal.ts";
import { sealAuditLog } from "../../../src/operations/audit/seal.ts";
import { verifySeal } from "../../../src/operations/audit/verify_seal.ts";
import { signPackage } from "../../../src/operations/package/sign.ts";
import { fileSigner } from "../../../src/operations/signer.ts";

const NOW = () => new Date("2026-01-28T12:00:00.500Z");
const STRETCH = { start: "0".repeat(64), head: "ab".repeat(32), lines: 7 };

const key = await fileSigner(new Uint8Array(32).fill(7));
const other = await fileSigner(new Uint8Array(32).fill(8));
const trusted = await Promise.all([key, other].map(({ publicKey }, index) => ({
  publicKey: toPublicKey(publicKey),
  source: `${index}.pem`,
})));

Deno.test("a seal holds under the key that made it, and says when", async () => {
  const seal = await sealAuditLog(key, STRETCH, NOW);
  assert.equal(await verifySeal("s", seal, trusted), trusted[0]);
  const { signature: _, ...fields } = seal;
  assert.deepEqual(fields, {
    ...STRETCH,
    keyFingerprint: key.fingerprint,
    sealedAt: "2026-01-28T12:00:00Z",
  });
});

Deno.test("a seal of a key that is not trusted is untrusted_signer", async () => {
  const seal = await sealAuditLog(key, STRETCH, NOW);
  await assert.rejects(verifySeal("s", seal, [trusted[1]!]), { code: "untrusted_signer" });
  await assert.rejects(verifySeal("s", seal, []), { code: "untrusted_signer" });
});

Deno.test("what a seal signs cannot be changed", async () => {
  const seal = await sealAuditLog(key, STRETCH, NOW);
  const edits: readonly Partial<AuditSeal>[] = [
    { start: "1".repeat(64) },
    { head: "ac".repeat(32) },
    { lines: 8 },
    { keyFingerprint: other.fingerprint },
    { signature: seal.signature.with(5, seal.signature[5]! ^ 1) },
  ];
  for (const edit of edits) {
    const edited = verifySeal("s", { ...seal, ...edit }, trusted);
    await assert.rejects(edited, { code: "invalid_signature" }, Object.keys(edit)[0]);
  }
});

Deno.test("whoever may have any hash signed as a package has no seal by it", async () => {
  const hash = sha256Stream();
  hash.update(auditSealMessage(STRETCH));
  const { signature } = await signPackage(key, toPackageHash(hash.digest()), NOW);
  const forged = { ...STRETCH, keyFingerprint: key.fingerprint, signature, sealedAt: "" };
  await assert.rejects(verifySeal("s", forged, trusted), { code: "invalid_signature" });
});
