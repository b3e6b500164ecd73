import assert from "node:assert/strict";
import {
  CHILD,
  type Kit,
  ORG,
  putSignature,
  signed,
  TEST_KEYS,
  testHash,
  withKit,
} from "../kit.ts";

const [key, other] = TEST_KEYS;
const hash = testHash(1);
const request = { orgId: ORG, hash } as const;
const { fingerprint } = key.publicKey;

async function withTrust(body: (kit: Kit) => Promise<void>): Promise<void> {
  await withKit(async (kit) => {
    await kit.operations.keys.trust({ orgId: ORG, publicKey: key.publicKey, name: null });
    kit.takeEvents();
    await body(kit);
  });
}

Deno.test("a good signature by a trusted key is accepted, without warnings; nothing is told", async () => {
  await withTrust(async (kit) => {
    putSignature(kit, await signed(key, hash));
    assert.deepEqual(await kit.operations.package.preflight(request), {
      answer: "accepted",
      reason: `the signature is valid under ${fingerprint}, which organisation ${ORG} trusts`,
      warnings: [],
      signer: fingerprint,
    });
    assert.deepEqual(kit.takeEvents(), []);
  });
});

Deno.test("no signature is signature_not_found", async () => {
  await withTrust(async ({ operations }) => {
    assert.deepEqual(await operations.package.preflight(request), {
      answer: "signature_not_found",
      reason: "no signature is stored for this package",
      warnings: [],
      signer: null,
    });
  });
});

Deno.test("a signature that does not hold is invalid_signature", async () => {
  await withTrust(async (kit) => {
    putSignature(kit, { ...await signed(key, hash), signature: new Uint8Array(64) });
    const { answer, reason } = await kit.operations.package.preflight(request);
    assert.equal(answer, "invalid_signature");
    assert.match(reason, /^the signature is not valid under /);
  });
});

Deno.test("only the first row counts there, so that a second signature is a trap", async () => {
  await withTrust(async (kit) => {
    putSignature(kit, await signed(other, hash));
    putSignature(kit, await signed(key, hash));
    const [first] = await kit.store.signaturesOf(hash);
    const report = await kit.operations.package.preflight(request);
    assert.equal(report.signer, first!.keyFingerprint);
    const isOurs = first!.keyFingerprint === fingerprint;
    assert.equal(report.answer, isOurs ? "accepted" : "untrusted_signer");
    assert.match(report.warnings[0]!, /^2 signatures are stored for this package/);
    assert.match(report.warnings[0]!, new RegExp(fingerprint));
    assert.match(report.warnings[0]!, new RegExp(other.publicKey.fingerprint));
    const verify = { orgId: ORG, name: "pkg", hash, signature: null };
    assert.equal(
      (await kit.operations.package.verify(verify)).signature.keyFingerprint,
      fingerprint,
    );
  });
});

Deno.test("a signature without organisation is told", async () => {
  await withTrust(async (kit) => {
    putSignature(kit, await signed(key, hash), null);
    const { answer, warnings } = await kit.operations.package.preflight(request);
    assert.equal(answer, "accepted");
    assert.match(warnings.join(), /^the signature belongs to no organisation/);
  });
});

Deno.test("an own revocation that the engine forgets is told, with who still trusts the key", async () => {
  await withTrust(async (kit) => {
    const { keys, orgs, package: packages } = kit.operations;
    putSignature(kit, await signed(key, hash));
    await orgs.grantTrust({ parent: ORG, child: CHILD });
    await keys.trust({ orgId: CHILD, publicKey: key.publicKey, name: null });
    await keys.trusted.revoke({ orgId: ORG, fingerprintPrefix: fingerprint, dryRun: false });
    const { answer, reason, warnings } = await packages.preflight(request);
    assert.equal(answer, "accepted");
    assert.match(reason, new RegExp(`which organisation ${CHILD} trusts$`));
    assert.match(warnings.join(), /revoked its trust in the signer, and the engine forgets that/);
    await orgs.revokeTrust({ parent: ORG, child: CHILD });
    const after = await packages.preflight(request);
    assert.deepEqual([after.answer, after.warnings], ["untrusted_signer", []]);
  });
});

Deno.test("a row that lies is what the engine goes by, and is told", async () => {
  await withTrust(async (kit) => {
    kit.sql("UPDATE trusted_keys SET public_key = ?", other.publicKey.bytes);
    putSignature(kit, { ...await signed(other, hash), keyFingerprint: fingerprint });
    const { answer, warnings } = await kit.operations.package.preflight(request);
    assert.equal(answer, "accepted");
    assert.match(
      warnings.join(),
      /^the row of the trusted key cannot be relied on: its fingerprint/,
    );
  });
});

Deno.test("where the engine is less strict than we are, the answer says that it may accept", async () => {
  await withTrust(async (kit) => {
    const identity = Uint8Array.fromHex(`01${"00".repeat(31)}`);
    const signature = new Uint8Array([...identity, ...new Uint8Array(32)]);
    putSignature(kit, { ...await signed(key, hash), signature });
    const { answer, reason } = await kit.operations.package.preflight(request);
    assert.equal(answer, "invalid_signature");
    assert.match(reason, /; the engine is less strict and may accept it$/);
  });
});
