import assert from "node:assert/strict";
import {
  assertRefused,
  CHILD,
  type Kit,
  ORG,
  PAGE,
  putSignature,
  signed,
  TEST_KEYS,
  testHash,
  testKey,
  withKit,
} from "../../kit.ts";

const [key, other] = TEST_KEYS;
const { fingerprint } = key.publicKey;

function request(fingerprintPrefix: string = fingerprint, dryRun = false) {
  return { orgId: ORG, fingerprintPrefix, dryRun };
}

async function withTrusted(body: (kit: Kit) => Promise<void>): Promise<void> {
  await withKit(async (kit) => {
    const { keys } = kit.operations;
    await keys.trust({ orgId: ORG, publicKey: key.publicKey, name: "vendor" });
    await keys.trust({ orgId: ORG, publicKey: other.publicKey, name: null });
    putSignature(kit, await signed(key, testHash(1)), null);
    putSignature(kit, await signed(key, testHash(2)));
    putSignature(kit, await signed(other, testHash(2)));
    kit.takeEvents();
    await body(kit);
  });
}

Deno.test("trust is revoked by the fingerprint or how it begins, and the impact says what stops verifying", async () => {
  for (const prefix of [fingerprint, fingerprint.toUpperCase(), fingerprint.slice(0, 8)]) {
    await withTrusted(async ({ operations, takeEvents }) => {
      const { key: revoked, ...outcome } = await operations.keys.trusted.revoke(request(prefix));
      assert.deepEqual([revoked.name, revoked.isTrusted], ["vendor", false]);
      assert.notEqual(revoked.revokedAt, null);
      const keeps = outcome.impact.signatures.map((one) => [one.packageHash, one.keepsAnother]);
      assert.deepEqual(keeps.toSorted(), [[testHash(1), false], [testHash(2), true]]);
      assert.deepEqual(outcome.stillTrustedBy, []);
      assert.deepEqual(takeEvents(), [
        { type: "key.trusted.revoked", orgId: ORG, fingerprint, name: "vendor" },
      ]);
      const verify = { orgId: ORG, name: "pkg", hash: testHash(1), signature: null };
      await assert.rejects(operations.package.verify(verify), { code: "key_revoked" });
    });
  }
});

Deno.test("a dry run says the same and changes nothing", async () => {
  await withTrusted(async ({ operations, contents, takeEvents }) => {
    const before = contents();
    const dry = await operations.keys.trusted.revoke(request(fingerprint, true));
    assert.deepEqual(contents(), before);
    assert.deepEqual(takeEvents(), []);
    assert.deepEqual([dry.key.revokedAt, dry.key.isTrusted], [null, true]);
    const real = await operations.keys.trusted.revoke(request());
    assert.deepEqual(dry.impact, real.impact);
  });
});

Deno.test("an organisation that is granted trust and trusts the key too is named: the engine follows it", async () => {
  await withTrusted(async ({ operations }) => {
    await operations.orgs.grantTrust({ parent: ORG, child: CHILD });
    await operations.keys.trust({ orgId: CHILD, publicKey: key.publicKey, name: null });
    const { stillTrustedBy, key: revoked } = await operations.keys.trusted.revoke(request());
    assert.deepEqual(stillTrustedBy, [CHILD]);
    assert.equal(revoked.isTrusted, false);
  });
});

Deno.test("a key that is not trusted or only inherited is trust_not_found, one that is revoked key_revoked", async () => {
  await withTrusted(async (kit) => {
    const { keys, orgs } = kit.operations;
    const revoke = (prefix: string) => () => keys.trusted.revoke(request(prefix));
    await assertRefused(kit, "trust_not_found", revoke("00".repeat(32)));
    await assertRefused(kit, "trust_not_found", revoke("0000000000"));
    await keys.trusted.revoke(request());
    await assertRefused(kit, "key_revoked", revoke(fingerprint));
    await assertRefused(kit, "key_revoked", revoke(fingerprint.slice(0, 10)));
    const third = await testKey(3);
    await orgs.grantTrust({ parent: ORG, child: CHILD });
    await keys.trust({ orgId: CHILD, publicKey: third.publicKey, name: null });
    const inherited = revoke(third.publicKey.fingerprint);
    const error = await assertRefused(kit, "trust_not_found", inherited);
    assert.match(error.hint!, /revoked in the organisation that trusts it$/);
  });
});

Deno.test("what is no beginning of a fingerprint is invalid_request", async () => {
  await withTrusted(async (kit) => {
    for (const text of ["", "vendor", fingerprint.slice(0, 7), `${fingerprint}00`]) {
      const work = () => kit.operations.keys.trusted.revoke(request(text));
      await assertRefused(kit, "invalid_request", work);
    }
  });
});

Deno.test("a beginning that means several is invalid_request and lists them", async () => {
  await withTrusted(async (kit) => {
    const twin = `${fingerprint.slice(0, 8)}${"0".repeat(56)}`;
    kit.sql(
      "UPDATE trusted_keys SET key_fingerprint = ? WHERE key_fingerprint = ?",
      ...[twin, other.publicKey.fingerprint],
    );
    const work = () => kit.operations.keys.trusted.revoke(request(fingerprint.slice(0, 8)));
    const { hint } = await assertRefused(kit, "invalid_request", work);
    assert.equal(hint, `specify one of: fingerprint:${fingerprint} (vendor); fingerprint:${twin}`);
  });
});

Deno.test("a row that lies can be revoked, and no signature hangs on it", async () => {
  await withTrusted(async ({ operations, sql }) => {
    sql("UPDATE trusted_keys SET public_key = zeroblob(32) WHERE key_name = 'vendor'");
    const { key: revoked, impact } = await operations.keys.trusted.revoke(request());
    assert.equal(revoked.fault, "its fingerprint is not that of its public key");
    assert.notEqual(revoked.revokedAt, null);
    assert.deepEqual(impact, { signatures: [], isCutOff: false });
    const list = { orgId: ORG, includeRevoked: false, page: PAGE };
    assert.equal((await operations.keys.trusted.list(list)).total, 1);
  });
});

Deno.test("a beginning is found among more keys than are read at a time", async () => {
  await withTrusted(async ({ operations, sql }) => {
    sql(
      "WITH RECURSIVE numbers(number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM numbers " +
        "WHERE number <= 500) INSERT INTO trusted_keys SELECT randomblob(16), org_id, " +
        "lower(hex(randomblob(32))), public_key, NULL, '2020-01-01T00:00:00+00:00', NULL " +
        "FROM trusted_keys, numbers WHERE key_name = 'vendor'",
    );
    const { key: revoked } = await operations.keys.trusted.revoke(
      request(fingerprint.slice(0, 16)),
    );
    assert.equal(revoked.name, "vendor");
  });
});

Deno.test("where the audit log cannot be written, nothing is revoked", async () => {
  await withTrusted(async (kit) => {
    kit.breakAudit();
    await assertRefused(kit, "io_failed", () => kit.operations.keys.trusted.revoke(request()));
  });
});
