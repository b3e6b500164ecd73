import assert from "node:assert/strict";
import type { Fingerprint } from "../../../src/domain/fingerprint.ts";
import { CHILD, ORG, signed, TEST_KEYS, testHash, testKey } from "../../operations/kit.ts";
import { assertShown } from "./assert_shown.ts";
import {
  changesNothing,
  type OpenedOperations,
  putSignature,
  putTrust,
  refuses,
  type RegisterTest,
  takeTypes,
} from "./opened_operations.ts";

const [key, other] = TEST_KEYS;
const { fingerprint } = key.publicKey;

function request(fingerprintPrefix: string = fingerprint, dryRun = false) {
  return { orgId: ORG, fingerprintPrefix, dryRun };
}

/** Two trusted keys; the first has signed two packages, the second one of them. */
async function prepare(opened: OpenedOperations): Promise<void> {
  await putTrust(opened, key, { name: "vendor" });
  await putTrust(opened, other);
  await putSignature(opened, await signed(key, testHash(1)), null);
  await putSignature(opened, await signed(key, testHash(2)));
  await putSignature(opened, await signed(other, testHash(2)));
}

/** Revoking an organisation's own trust in a key. */
export function trustRevocationContract(test: RegisterTest): void {
  test("trust is revoked, and the impact says what stops verifying", async (opened) => {
    await prepare(opened);
    const { key: revoked, impact, stillTrustedBy } = await opened.operations.keys.trusted.revoke(
      request(),
    );
    const [row] = await opened.store.trustedKeysOf([ORG], [fingerprint]);
    assert.ok(row?.revokedAt instanceof Date);
    assertShown(revoked, {
      id: row.id,
      publicKey: key.publicKey,
      name: "vendor",
      trustedBy: ORG,
      trustedAt: row.trustedAt,
      revokedAt: row.revokedAt,
      isTrusted: false,
      fault: null,
    });
    const keeps = impact.signatures.map((one) => [one.packageHash, one.keepsAnother]);
    assertShown(keeps.toSorted(), [[testHash(1), false], [testHash(2), true]]);
    assert.equal(impact.isCutOff, false);
    assertShown(stillTrustedBy, []);
    assertShown(takeTypes(opened), ["key.trusted.revoked"]);
  });

  test("a trusted key is meant by how its fingerprint begins, in either case", async (opened) => {
    for (const prefix of [fingerprint.slice(0, 8), fingerprint.slice(0, 33).toUpperCase()]) {
      await prepare(opened);
      const { key: revoked } = await opened.operations.keys.trusted.revoke(request(prefix));
      assert.equal(revoked.publicKey.fingerprint, fingerprint);
    }
  });

  test("a dry run of a trust revocation says the same and changes nothing", async (opened) => {
    await prepare(opened);
    const { revoke } = opened.operations.keys.trusted;
    const dry = await changesNothing(opened, () => revoke(request(fingerprint, true)));
    assertShown([dry.key.revokedAt, dry.key.isTrusted], [null, true]);
    const real = await revoke(request());
    assertShown([dry.isDryRun, real.isDryRun], [true, false]);
    assertShown({ ...dry, key: null }, { ...real, key: null, isDryRun: true });
  });

  test("who was granted trust and trusts the key besides is named", async (opened) => {
    await prepare(opened);
    await putTrust(opened, key, { orgId: CHILD });
    await opened.operations.orgs.grantTrust({ parent: ORG, child: CHILD });
    const { stillTrustedBy } = await opened.operations.keys.trusted.revoke(request());
    assertShown(stillTrustedBy, [CHILD]);
  });

  test("a key that was revoked has nothing left to revoke, whatever it is called by", async (opened) => {
    const { trusted } = opened.operations.keys;
    await prepare(opened);
    await trusted.revoke(request());
    const [row] = await opened.store.trustedKeysOf([ORG], [fingerprint]);
    const message =
      `Cannot revoke the trusted key "vendor" (${fingerprint}): it was revoked at ${row?.revokedAt?.toISOString()}`;
    for (const prefix of [fingerprint, fingerprint.slice(0, 10)]) {
      const refused = await refuses(opened, "key_revoked", () => trusted.revoke(request(prefix)));
      assert.equal(refused.message, message);
    }
    for (const text of ["vendor", fingerprint.slice(0, 8), `fingerprint:${fingerprint}`]) {
      await refuses(opened, "key_revoked", () => trusted.lookUp({ orgId: ORG, text }));
    }
    await refuses(
      opened,
      "trust_not_found",
      () => trusted.lookUp({ orgId: CHILD, text: "vendor" }),
    );
    await putTrust(opened, await testKey(3), { name: "vendor", revokedAt: new Date() });
    await refuses(opened, "key_revoked", () => trusted.lookUp({ orgId: ORG, text: "vendor" }));
  });

  test("a key that is not trusted or is only inherited is not found", async (opened) => {
    const { operations: { keys, orgs } } = opened;
    const refused = async (prefix: string) => {
      await refuses(opened, "trust_not_found", () => keys.trusted.revoke(request(prefix)));
    };
    await refused(fingerprint);
    await prepare(opened);
    await refused("0".repeat(8));
    const inherited = await testKey(3);
    await putTrust(opened, inherited, { orgId: CHILD });
    await orgs.grantTrust({ parent: ORG, child: CHILD });
    await refused(inherited.publicKey.fingerprint);
  });

  test("what is no beginning of a fingerprint is refused", async (opened) => {
    await prepare(opened);
    for (const text of ["vendor", "a/b c?", fingerprint.slice(0, 7), `${fingerprint}00`]) {
      const work = () => opened.operations.keys.trusted.revoke(request(text));
      await refuses(opened, "invalid_request", work);
    }
  });

  test("a beginning that several keys have is refused, with the candidates", async (opened) => {
    const twin = `${fingerprint.slice(0, 8)}${"0".repeat(56)}` as Fingerprint;
    await putTrust(opened, key, { name: "vendor" });
    await putTrust(opened, other, { fingerprint: twin });
    const work = () => opened.operations.keys.trusted.revoke(request(fingerprint.slice(0, 8)));
    const { message, hint } = await refuses(opened, "invalid_request", work);
    assert.ok(`${message} ${hint}`.includes(`${fingerprint} (vendor)`));
    assert.ok(`${message} ${hint}`.includes(twin));
  });

  test("a word is read as a name and as how a fingerprint begins, and may mean several", async (opened) => {
    const means = meaningIn(opened);
    await putTrust(opened, key, { name: "vendor" });
    for (
      const name of [fingerprint, fingerprint.slice(0, 8), fingerprint.slice(0, 9).toUpperCase()]
    ) {
      await putTrust(opened, other, { name });
      const { message, hint } = await refuses(opened, "invalid_request", () => means(name));
      for (const [candidate, called] of [[key, "vendor"], [other, name]] as const) {
        const listed = `fingerprint:${candidate.publicKey.fingerprint} (${called})`;
        assert.ok(`${message} ${hint}`.includes(listed), hint);
      }
    }
    for (const word of [`fingerprint:${fingerprint}`, "vendor", fingerprint.slice(0, 20)]) {
      assert.equal(await means(word), fingerprint);
    }
    assert.equal(await means(other.publicKey.fingerprint), other.publicKey.fingerprint);
  });

  test("a name that reads like hex means its own key where no fingerprint begins so", async (opened) => {
    const means = meaningIn(opened);
    await putTrust(opened, key, { name: "20260128" });
    await putTrust(opened, other, { name: "vendor\u200b" });
    assert.equal(await means("20260128"), fingerprint);
    assert.equal(await means("vendor\u200b"), other.publicKey.fingerprint);
    await refuses(opened, "trust_not_found", () => means("vendor"));
    await refuses(opened, "trust_not_found", () => means("20260129"));
  });

  test("neither a revoked row nor another organisation's is a reading of a word", async (opened) => {
    const { operations } = opened;
    await putTrust(opened, key, { name: "vendor" });
    await putTrust(opened, other, { name: "vendor", revokedAt: new Date() });
    const inherited = await testKey(3);
    await putTrust(opened, inherited, { name: "vendor", orgId: CHILD });
    await operations.orgs.grantTrust({ parent: ORG, child: CHILD });
    const means = meaningIn(opened);
    assert.equal(await means("vendor"), fingerprint);
    await refuses(opened, "trust_not_found", () => means(inherited.publicKey.fingerprint));
  });
}

/** The fingerprint of the trusted key that a word means. */
function meaningIn({ operations: { keys } }: OpenedOperations) {
  return async (text: string): Promise<Fingerprint> =>
    (await keys.trusted.lookUp({ orgId: ORG, text })).publicKey.fingerprint;
}
