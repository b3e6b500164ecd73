import assert from "node:assert/strict";
import { toPackageHash } from "../../../src/domain/package_hash.ts";
import {
  assertRefused,
  CHILD,
  type Kit,
  ORG,
  putSignature,
  signed,
  TEST_KEYS,
  testHash,
  withKit,
} from "../kit.ts";

const [own, other] = TEST_KEYS;
const reference = { text: "key", orgId: ORG } as const;

/** A trusted key that has signed three packages, one of which a second trusted key has signed too. */
async function withHistory(body: (kit: Kit) => Promise<void>): Promise<void> {
  await withKit(async (kit) => {
    const { keys } = kit.operations;
    await keys.import({ orgId: ORG, name: "key", seed: own.seed, trust: true });
    await keys.trust({ orgId: ORG, publicKey: other.publicKey, name: "other" });
    for (const number of [1, 2, 3]) putSignature(kit, await signed(own, testHash(number)));
    putSignature(kit, await signed(other, testHash(2)));
    kit.takeEvents();
    await body(kit);
  });
}

Deno.test("a key is revoked for signing, what it signed stays good, and it says that it is still trusted", async () => {
  await withHistory(async ({ operations, takeEvents }) => {
    const outcome = await operations.keys.revoke({ reference, andTrust: false, dryRun: false });
    assert.equal(outcome.isStillTrusted, true);
    assert.deepEqual(outcome.impact, { signatures: [], isCutOff: false });
    assert.deepEqual(outcome.key, await operations.keys.show(reference));
    assert.notEqual(outcome.key.revokedAt, null);
    assert.deepEqual(takeEvents(), [{
      type: "key.signing.revoked",
      orgId: ORG,
      keyId: outcome.key.id,
      fingerprint: own.publicKey.fingerprint,
      name: "key",
    }]);
    const verify = { orgId: ORG, name: "pkg", hash: testHash(1), signature: null };
    assert.equal((await operations.package.verify(verify)).key.name, "key");
  });
});

Deno.test("with its trust, what it signed stops verifying, and the impact said which", async () => {
  await withHistory(async ({ operations, takeEvents }) => {
    const outcome = await operations.keys.revoke({ reference, andTrust: true, dryRun: false });
    assert.equal(outcome.isStillTrusted, false);
    assert.equal(outcome.impact.isCutOff, false);
    const keeps = outcome.impact.signatures.map((one) => [one.packageHash, one.keepsAnother]);
    assert.deepEqual(keeps.toSorted(), [
      [testHash(1), false],
      [testHash(2), true],
      [testHash(3), false],
    ]);
    assert.deepEqual(takeEvents().map(({ type }) => type), [
      "key.signing.revoked",
      "key.trusted.revoked",
    ]);
    for (const { packageHash, keepsAnother } of outcome.impact.signatures) {
      const verify = { orgId: ORG, name: "pkg", hash: packageHash, signature: null };
      const verdict = operations.package.verify(verify);
      if (keepsAnother) assert.equal((await verdict).key.name, "other");
      else await assert.rejects(verdict, { code: "key_revoked" });
    }
  });
});

Deno.test("a dry run says the same, changes nothing and tells the audit log nothing", async () => {
  await withHistory(async (kit) => {
    const { operations, contents, takeEvents } = kit;
    const before = contents();
    const dry = await operations.keys.revoke({ reference, andTrust: true, dryRun: true });
    assert.deepEqual(contents(), before);
    assert.deepEqual(takeEvents(), []);
    assert.equal(dry.key.revokedAt, null);
    const real = await operations.keys.revoke({ reference, andTrust: true, dryRun: false });
    assert.deepEqual(dry.impact, real.impact);
    assert.equal(dry.isStillTrusted, real.isStillTrusted);
  });
});

Deno.test("trust may be revoked after the key; then nothing is left, which is key_revoked", async () => {
  await withHistory(async (kit) => {
    const { keys } = kit.operations;
    await keys.revoke({ reference, andTrust: false, dryRun: false });
    const again = () => keys.revoke({ reference, andTrust: false, dryRun: false });
    const { hint } = await assertRefused(kit, "key_revoked", again);
    const command = `cloacina keys trusted revoke ${own.publicKey.fingerprint.slice(0, 16)}`;
    assert.equal(
      hint,
      `its public key is still trusted, and what it signed verifies; \`${command} --org ${ORG}\` ends that`,
    );
    kit.takeEvents();
    const { isStillTrusted } = await keys.revoke({ reference, andTrust: true, dryRun: false });
    assert.equal(isStillTrusted, false);
    assert.deepEqual(kit.takeEvents().map(({ type }) => type), ["key.trusted.revoked"]);
    const nothing = () => keys.revoke({ reference, andTrust: true, dryRun: false });
    assert.equal((await assertRefused(kit, "key_revoked", nothing)).hint, undefined);
    assert.equal((await assertRefused(kit, "key_revoked", again)).hint, undefined);
  });
});

Deno.test("whoever is granted trust and still trusts the key is named", async () => {
  await withHistory(async ({ operations }) => {
    await operations.orgs.grantTrust({ parent: ORG, child: CHILD });
    await operations.keys.trust({ orgId: CHILD, publicKey: own.publicKey, name: null });
    const outcome = await operations.keys.revoke({ reference, andTrust: true, dryRun: false });
    assert.deepEqual(outcome.stillTrustedBy, [CHILD]);
    assert.equal(outcome.isStillTrusted, false);
  });
});

Deno.test("a key that only a granted organisation trusts stays trusted", async () => {
  await withKit(async (kit) => {
    const { keys, orgs } = kit.operations;
    await keys.import({ orgId: ORG, name: "key", seed: own.seed, trust: false });
    await orgs.grantTrust({ parent: ORG, child: CHILD });
    await keys.trust({ orgId: CHILD, publicKey: own.publicKey, name: null });
    const outcome = await keys.revoke({ reference, andTrust: true, dryRun: false });
    assert.equal(outcome.isStillTrusted, true);
    assert.deepEqual(outcome.stillTrustedBy, [CHILD]);
    const again = () => keys.revoke({ reference, andTrust: false, dryRun: false });
    assert.equal((await assertRefused(kit, "key_revoked", again)).hint, undefined);
  });
});

Deno.test("a signature that does not hold anyway is no impact", async () => {
  await withHistory(async (kit) => {
    const bad = { ...await signed(own, testHash(4)), signature: new Uint8Array(64) };
    putSignature(kit, bad);
    const { impact } = await kit.operations.keys.revoke({
      reference,
      andTrust: true,
      dryRun: true,
    });
    assert.equal(impact.signatures.length, 3);
  });
});

Deno.test("a row that lies is revoked for signing, but not the trust of the key that it claims to be", async () => {
  await withHistory(async (kit) => {
    kit.sql("UPDATE signing_keys SET key_fingerprint = ?", other.publicKey.fingerprint);
    const { keys } = kit.operations;
    const both = () => keys.revoke({ reference, andTrust: true, dryRun: false });
    await assertRefused(kit, "key_integrity", both);
    const { key } = await keys.revoke({ reference, andTrust: false, dryRun: false });
    assert.equal(key.fault, "its fingerprint is not that of its public key");
    assert.notEqual(key.revokedAt, null);
    const again = () => keys.revoke({ reference, andTrust: false, dryRun: false });
    assert.equal((await assertRefused(kit, "key_revoked", again)).hint, undefined);
  });
});

Deno.test("where the audit log cannot be written, nothing is revoked", async () => {
  await withHistory(async (kit) => {
    kit.breakAudit();
    const work = () => kit.operations.keys.revoke({ reference, andTrust: true, dryRun: false });
    await assertRefused(kit, "io_failed", work);
  });
});

Deno.test("an impact is cut off at 1,000 signatures, and says so", async () => {
  await withKit(async ({ operations }) => {
    await operations.keys.import({ orgId: ORG, name: "key", seed: own.seed, trust: true });
    const hashes = Array.from({ length: 1001 }, (_, number) => numberedHash(number));
    await operations.package.sign({ reference, hashes, store: true });
    const { impact } = await operations.keys.revoke({ reference, andTrust: true, dryRun: true });
    assert.equal(impact.signatures.length, 1000);
    assert.equal(impact.isCutOff, true);
  });
});

function numberedHash(number: number) {
  const bytes = new Uint8Array(32);
  new DataView(bytes.buffer).setUint32(0, number);
  return toPackageHash(bytes);
}

Deno.test("trust whose time cannot be read is revoked with the key, and one that may be revoked is refused", async () => {
  const { fingerprint } = own.publicKey;
  const revoke = { reference, andTrust: true, dryRun: false };
  await withHistory(async ({ operations, sql, takeEvents }) => {
    sql(`UPDATE trusted_keys SET trusted_at = 'never' WHERE key_fingerprint = '${fingerprint}'`);
    const outcome = await operations.keys.revoke(revoke);
    assert.equal(outcome.isStillTrusted, false);
    const [signing, trusted] = takeEvents();
    assert.deepEqual([signing?.type, trusted?.type], [
      "key.signing.revoked",
      "key.trusted.revoked",
    ]);
    assert.match(trusted?.reason ?? "", /^the row is damaged: its trusted_at is not /);
    const [row] = sql(
      `SELECT revoked_at FROM trusted_keys WHERE key_fingerprint = '${fingerprint}'`,
    ) as { revoked_at: unknown }[];
    assert.equal(typeof row!.revoked_at, "string");
  });
  await withHistory(async (kit) => {
    kit.sql(
      `UPDATE trusted_keys SET revoked_at = 'perhaps' WHERE key_fingerprint = '${fingerprint}'`,
    );
    const refused = () => kit.operations.keys.revoke(revoke);
    const { message } = await assertRefused(kit, "key_integrity", refused);
    assert.match(
      message,
      /^Cannot revoke the trust in the key "key" .*is damaged: its revoked_at /,
    );
    const { isStillTrusted } = await kit.operations.keys.revoke({ ...revoke, andTrust: false });
    assert.equal(isStillTrusted, true);
  });
});
