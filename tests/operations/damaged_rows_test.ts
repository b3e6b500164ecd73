import assert from "node:assert/strict";
import type { VersionedPackage } from "../../src/contract/packages.ts";
import { fieldsOf, isDamaged, type Stored } from "../../src/domain/damaged.ts";
import { isRefused } from "../../src/domain/minimum_version.ts";
import { remoteOperations } from "../../src/http/client/client.ts";
import { ROUTES } from "../../src/http/routes.ts";
import { createApp } from "../../src/http/server/server_app.ts";
import { localMasterKeyOperations, localOperations } from "../../src/operations/local.ts";
import type { Operations } from "../../src/operations/operations.ts";
import { signStating } from "../../src/operations/package/sign.ts";
import type { LocalParts } from "../../src/operations/parts.ts";
import { makeToken, serverParts } from "../http/api_kit.ts";
import { listenWith } from "../http/listening_app.ts";
import { type DamagedTable, DAMAGES, FAULTS } from "./damage_rows.ts";
import {
  CHILD,
  localParts,
  MASTER_KEY,
  ORG,
  PAGE,
  signed,
  TEST_KEYS,
  testHash,
  testKey,
} from "./kit.ts";
import { soundOperations } from "./sound_operations.ts";
import { STORE_PLACES, type StorePlace } from "./store_places.ts";

const [partner, vendor] = TEST_KEYS;
const hash = testHash(1);
const everything = { orgId: ORG, includeRevoked: true, page: PAGE } as const;
const verifying = { orgId: ORG, name: '"pkg"', hash, signature: null } as const;

/** What a test works with: operations here or on a server, on a store of some kind. */
interface Stage {
  readonly operations: Operations;
  readonly parts: LocalParts;
  readonly damage: (table: DamagedTable, id: string) => Promise<void>;
  /** The fault is that of a value in a column, or that of half a file. */
  readonly isSql: boolean;
}

type RunOn = (parts: LocalParts, body: (operations: Operations) => Promise<void>) => Promise<void>;

const ENDS: Readonly<Record<string, RunOn>> = {
  local: (parts, body) => body(localOperations(parts)),
  "over HTTP": async (parts, body) => {
    const { url, stop } = await listenWith(createApp(serverParts(parts, []), ROUTES));
    const apiKey = await makeToken({ operations: soundOperations(localOperations(parts)) }, {});
    const client = remoteOperations({ url, apiKey, caCert: null });
    try {
      await body(client);
    } finally {
      client.close();
      await stop();
    }
  },
};

function test(what: string, body: (stage: Stage) => Promise<void>): void {
  for (const [store, withPlace] of Object.entries(STORE_PLACES)) {
    for (const [end, run] of Object.entries(ENDS)) {
      Deno.test(`${end}, ${store}: ${what}`, () =>
        withPlace(async (place: StorePlace) => {
          const parts = localParts(await place.open());
          await run(parts, (operations) =>
            body({
              operations,
              parts,
              damage: (table, id) => DAMAGES[store]!(place, table, id),
              isSql: store !== "directory",
            }));
        }));
    }
  }
}

/** The damaged rows of a list, and how many others it has. */
function split<Row extends object>(items: readonly Stored<Row>[]) {
  const damaged = items.filter(isDamaged<Row>);
  return { damaged, others: items.length - damaged.length };
}

/** One of the rows is damaged, says so and what its ID is, and the others are there too. */
function assertMarked<Row extends { readonly id: string }>(
  { isSql }: Stage,
  items: readonly Stored<Row>[],
  { table, id, others }: {
    readonly table: DamagedTable;
    readonly id: string;
    readonly others: number;
  },
): void {
  const found = split(items);
  assert.deepEqual([found.damaged.length, found.others], [1, others], table);
  const [{ fault, intact }] = found.damaged as [typeof found.damaged[number]];
  assert.match(fault, isSql ? FAULTS[table] : /^it is not JSON/);
  assert.equal((intact as { readonly id?: string }).id, id);
}

test("a list shows the other rows, and marks the damaged one", async (stage) => {
  const { operations: { keys, orgs, signatures, tokens }, damage, parts } = stage;
  const [first] = [await keys.generate({ orgId: ORG, name: "first", trust: true })];
  await keys.generate({ orgId: ORG, name: "second", trust: true });
  const { id: trustedId } = await keys.trust({
    orgId: ORG,
    publicKey: partner.publicKey,
    name: null,
  });
  const grant = await orgs.grantTrust({ parent: ORG, child: CHILD });
  const [stored] = await signatures.import({
    orgId: ORG,
    signatures: [await signed(partner, hash), await signed(partner, testHash(2))],
  });
  const wish = { orgId: ORG, name: "ci", role: "read", keyIds: null, expiresAt: null } as const;
  const { info } = await tokens.create(wish);
  const before = (await tokens.list({ ...everything, orgId: null })).total;

  // Over HTTP a page with this one has all that an intact row would show.
  await damage("signing_keys", first!.id);
  const { items } = await keys.list(everything);
  assert.deepEqual(items.map(({ fault }) => fault !== null), [true, false]);
  await damage("trusted_keys", trustedId);
  const trusted = (await keys.trusted.list(everything)).items;
  assertMarked(stage, trusted, { table: "trusted_keys", id: trustedId, others: 2 });
  await damage("key_trust_acls", grant.id);
  const grants = (await orgs.listTrust({ orgId: ORG, page: PAGE })).items;
  assertMarked(stage, grants, { table: "key_trust_acls", id: grant.id, others: 0 });
  assert.equal((await keys.trusted.list(everything)).total, 3);
  await damage("package_signatures", stored!.id);
  const id = stored!.id;
  for (const [asked, others] of [[null, 1], [hash, 0]] as const) {
    const listed = await signatures.list({ orgId: ORG, hash: asked, page: PAGE });
    assertMarked(stage, listed.items, { table: "package_signatures", id, others });
  }
  await damage("cloacina_api_tokens", info.id);
  const listed = (await tokens.list({ ...everything, orgId: null })).items;
  assertMarked(stage, listed, { table: "cloacina_api_tokens", id: info.id, others: before - 1 });

  const { check } = localMasterKeyOperations(parts);
  const checked = await check({ masterKey: MASTER_KEY.slice(), page: PAGE });
  assert.deepEqual(checked.items.map(({ key, opens }) => [isDamaged(key), opens]), [
    [true, false],
    [false, true],
  ]);
  // The newest seeds say which master key a store has: one that is damaged says nothing.
  await keys.generate({ orgId: ORG, name: "third", trust: false });
});

test("one good signature is enough, whatever else is damaged; a damaged row never passes", async (stage) => {
  const { operations: { keys, orgs, signatures, package: packages }, damage } = stage;
  const { id } = await keys.trust({ orgId: ORG, publicKey: partner.publicKey, name: null });
  await keys.trust({ orgId: ORG, publicKey: vendor.publicKey, name: null });
  await keys.trust({ orgId: CHILD, publicKey: partner.publicKey, name: null });
  const grant = await orgs.grantTrust({ parent: ORG, child: CHILD });
  const [good, other] = [await signed(vendor, hash), await signed(partner, hash)];
  const [bad] = await signatures.import({ orgId: ORG, signatures: [other] });

  await damage("package_signatures", bad!.id);
  await assert.rejects(packages.verify(verifying), {
    code: "malformed_signature",
    message: /^Cannot verify "pkg": its stored signature is damaged: /,
  });
  await signatures.import({ orgId: ORG, signatures: [good] });
  const passes = async () =>
    assert.equal(
      (await packages.verify(verifying)).signature.keyFingerprint,
      vendor.publicKey.fingerprint,
    );
  await passes();

  await damage("trusted_keys", id);
  await damage("key_trust_acls", grant.id);
  await passes();
  // The grant and the own row may have said either: a signature by that key is neither good nor bad.
  const given = packages.verify({ ...verifying, signature: other });
  await assert.rejects(given, { code: "key_integrity", message: /cannot be told, as / });
  const stranger = await signed(await testKey(9), hash);
  const untrusted = packages.verify({ ...verifying, signature: stranger });
  await assert.rejects(untrusted, { code: "untrusted_signer" });
});

test("what is stated in a damaged row lets its signature not pass, until it is stated anew or removed", async (stage) => {
  const { operations: { keys, signatures, package: packages }, damage, parts, isSql } = stage;
  const made = await keys.generate({ orgId: ORG, name: "key", trust: true });
  const reference = { text: made.id, orgId: ORG };
  const terms = { claims: { name: "pkg" }, expires: null, predicate: null };
  const asked = { reference, hashes: [hash], store: true };
  const stateDamaged = async () => {
    await packages.sign({ ...asked, terms });
    const [{ id } = { id: "" }] = await parts.store.statementsOf([hash]);
    await damage("cloacina_statements", id);
    return id;
  };
  const id = await stateDamaged();
  const fault = isSql ? FAULTS.cloacina_statements.source.slice(1, -1) : "it is not JSON";
  const state = `the row ${id} of its statement: ${fault}`;
  await assert.rejects(packages.verify(verifying), {
    code: "malformed_signature",
    message: `Cannot verify "pkg": its stored signature is damaged: ${state}`,
  });
  const { items: [row] } = await signatures.list({ orgId: ORG, hash, page: PAGE });
  assert.ok(isDamaged(row!));
  assert.deepEqual([row.fault, row.intact.packageHash], [state, hash]);
  // The engine does not look at it.
  const { answer, warnings } = await packages.preflight({ orgId: ORG, hash });
  assert.equal(answer, "accepted");
  assert.match(warnings.join(), /\(malformed_signature\)/);
  const { items } = await signatures.blocking({ orgId: ORG, hashes: [hash] });
  assert.deepEqual(items, [{ packageHash: hash, blockedBy: null }]);
  // It would be left, and nothing be known of it.
  await assert.rejects(packages.sign(asked), { code: "store_corrupt" });
  await packages.sign({ ...asked, terms });
  await packages.verify(verifying);
  await stateDamaged();
  const choice = { packageHash: hash, keyFingerprint: made.publicKey.fingerprint };
  await signatures.remove({ orgId: ORG, choice, force: true, dryRun: false });
  assert.deepEqual(await parts.store.statementsOf([hash]), []);
  await packages.sign(asked);
  assert.equal((await packages.verify(verifying)).signature.statement, undefined);
});

test("an own row that is damaged takes precedence over a grant, and stays so when it is revoked", async (stage) => {
  const { operations: { keys, orgs, package: packages }, damage } = stage;
  const { id } = await keys.trust({ orgId: ORG, publicKey: partner.publicKey, name: null });
  await keys.trust({ orgId: CHILD, publicKey: partner.publicKey, name: null });
  await orgs.grantTrust({ parent: ORG, child: CHILD });
  const given = { ...verifying, signature: await signed(partner, hash) };
  await packages.verify(given);
  await damage("trusted_keys", id);
  await assert.rejects(packages.verify(given), { code: "key_integrity" });
  const trusting = keys.trust({ orgId: ORG, publicKey: partner.publicKey, name: null });
  await assert.rejects(trusting, { code: "store_corrupt" });
  const revoking = { orgId: ORG, fingerprintPrefix: id, dryRun: true };
  const planned = await keys.trusted.revoke(revoking);
  assert.ok(isDamaged(planned.key));
  await assert.rejects(packages.verify(given), { code: "key_integrity" });
  const { key } = await keys.trusted.revoke({ ...revoking, dryRun: false });
  assert.ok(isDamaged(key) && key.intact.revokedAt instanceof Date);
  await assert.rejects(packages.verify(given), /revoked|cannot be told/);
  await assert.rejects(keys.trusted.revoke(revoking), { code: "key_revoked" });
  await keys.trust({ orgId: ORG, publicKey: partner.publicKey, name: null });
  await packages.verify(given);
});

test("an own row that is damaged is revoked with the key, and who else trusts it is named", async (stage) => {
  const { operations: { keys, orgs }, damage, parts, isSql } = stage;
  const key = await keys.generate({ orgId: ORG, name: "key", trust: true });
  const { publicKey } = key;
  const { fingerprint } = publicKey;
  await keys.trust({ orgId: CHILD, publicKey, name: null });
  await orgs.grantTrust({ parent: ORG, child: CHILD });
  const [own] = await parts.store.trustedKeysOf([ORG], [fingerprint]);
  await damage("trusted_keys", own!.id);
  const trusted = { orgId: ORG, fingerprintPrefix: own!.id, dryRun: true };
  assert.deepEqual((await keys.trusted.revoke(trusted)).stillTrustedBy, [CHILD]);

  const request = { reference: { text: key.id, orgId: ORG }, andTrust: false, dryRun: true };
  assert.equal((await keys.revoke(request)).isStillTrusted, true);
  const revoked = await keys.revoke({ ...request, andTrust: true, dryRun: false });
  assert.deepEqual([revoked.isStillTrusted, revoked.stillTrustedBy], [false, [CHILD]]);
  assert.ok(fieldsOf(revoked.key).revokedAt instanceof Date);
  await assert.rejects(keys.trusted.revoke(trusted), { code: "key_revoked" });
  // Half a file does not say when it was revoked, so that its standing stays unclear.
  const again = keys.revoke({ ...request, andTrust: true, dryRun: false });
  await assert.rejects(again, { code: isSql ? "key_revoked" : "key_integrity" });
});

test("a damaged key that is revoked is not said to be out of trust", async (stage) => {
  const { operations: { keys }, damage } = stage;
  const key = await keys.generate({ orgId: ORG, name: "key", trust: true });
  await damage("signing_keys", key.id);
  const request = { reference: { text: key.id, orgId: ORG }, andTrust: false, dryRun: false };
  assert.equal((await keys.revoke(request)).isStillTrusted, true);
});

test("the engine's answer is that of what it can read of the rows", async (stage) => {
  const { operations: { keys, orgs, signatures, package: packages }, damage, isSql } = stage;
  const preflight = async () => (await packages.preflight({ orgId: ORG, hash })).answer;
  const { id } = await keys.trust({ orgId: ORG, publicKey: partner.publicKey, name: null });
  const [row] = await signatures.import({
    orgId: ORG,
    signatures: [await signed(partner, hash)],
  });
  const grant = await orgs.grantTrust({ parent: ORG, child: CHILD });
  await damage("key_trust_acls", grant.id);
  // It asks for grants only where the organisation itself does not trust the signer.
  assert.equal(await preflight(), "accepted");
  await keys.trusted.revoke({ orgId: ORG, fingerprintPrefix: id, dryRun: false });
  assert.equal(await preflight(), "store_corrupt");
  await orgs.revokeTrust({ parent: ORG, child: CHILD });
  assert.equal(await preflight(), "untrusted_signer");
  const again = await keys.trust({ orgId: ORG, publicKey: partner.publicKey, name: null });
  await damage("trusted_keys", again.id);
  if (isSql) assert.equal(await preflight(), "invalid_signature");
  await damage("package_signatures", row!.id);
  assert.equal(await preflight(), isSql ? "invalid_signature" : "store_corrupt");
  await assert.rejects(packages.verify(verifying));
});

test("a damaged minimum version lets nothing pass, and is removed by its name", async (stage) => {
  const { operations: { keys, orgs, package: packages }, damage } = stage;
  await keys.trust({ orgId: ORG, publicKey: partner.publicKey, name: null });
  const stating = async (name: string, version: string) => {
    const terms = { claims: { name, version }, expires: null, predicate: null };
    return {
      name,
      signature: await signStating(partner.signer, { hash, terms }, () => new Date()),
    };
  };
  const [mine, other] = [await stating("mine", "1.0.0"), await stating("other", "1.0.0")];
  const raise = (...all: readonly VersionedPackage[]) =>
    packages.raiseMinimum({ orgId: ORG, packages: all });
  await raise(mine, other);
  const { items } = await orgs.listMinimums({ orgId: ORG, page: PAGE });
  const id = items.map((row) => fieldsOf(row)).find(({ name }) => name === "mine")!.id!;
  await damage("cloacina_minimum_versions", id);
  for (const all of [[mine], [other, mine], [await stating("mine", "9.0.0")]]) {
    await assert.rejects(raise(...all), { code: "store_corrupt" });
  }
  assert.deepEqual((await raise(other)).map(isRefused), [false]);
  const table = "cloacina_minimum_versions";
  const listed = await orgs.listMinimums({ orgId: ORG, page: PAGE });
  assertMarked(stage, listed.items, { table, id, others: 1 });
  const removed = await orgs.removeMinimum({ orgId: ORG, name: "mine" });
  assert.ok(isDamaged(removed) && removed.intact.id === id);
  assert.deepEqual((await raise(mine)).map(isRefused), [false]);
});

test("a damaged row is revoked or removed by its ID", async (stage) => {
  const { operations: { keys, orgs, signatures, tokens }, damage } = stage;
  const key = await keys.generate({ orgId: ORG, name: "key", trust: false });
  await keys.generate({ orgId: ORG, name: "other", trust: false });
  await damage("signing_keys", key.id);
  const reference = { text: key.id, orgId: ORG };
  const request = { reference, andTrust: false, dryRun: false };
  await assert.rejects(keys.show(reference), /store_corrupt|key_integrity|Cannot read/);
  await assert.rejects(keys.revoke({ ...request, andTrust: true }));
  await keys.revoke({ ...request, dryRun: true });
  await keys.revoke(request);
  await assert.rejects(keys.revoke(request), { code: "key_revoked" });
  const { items } = await keys.list({ ...everything, includeRevoked: false });
  assert.deepEqual(items.map((one) => !isDamaged(one) && one.name), ["other"]);

  const grant = await orgs.grantTrust({ parent: ORG, child: CHILD });
  await damage("key_trust_acls", grant.id);
  await assert.rejects(orgs.grantTrust({ parent: ORG, child: CHILD }));
  await orgs.revokeTrust({ parent: ORG, child: CHILD });
  await orgs.grantTrust({ parent: ORG, child: CHILD });

  await keys.trust({ orgId: ORG, publicKey: partner.publicKey, name: null });
  const signature = await signed(partner, hash);
  const [row] = await signatures.import({ orgId: ORG, signatures: [signature] });
  await damage("package_signatures", row!.id);
  const removing = { orgId: null, choice: { id: row!.id }, force: false, dryRun: false };
  const removed = await signatures.remove(removing);
  assert.ok(isDamaged(removed.signature));
  await assert.rejects(signatures.remove(removing), { code: "signature_not_found" });
  assert.equal((await signatures.list({ orgId: null, hash, page: PAGE })).total, 0);
  await signatures.import({ orgId: ORG, signatures: [signature] });

  const wish = { orgId: ORG, name: "ci", role: "read", keyIds: null, expiresAt: null } as const;
  const { info, token } = await tokens.create(wish);
  assert.ok(token.length > 0);
  await damage("cloacina_api_tokens", info.id);
  await tokens.revoke({ id: info.id, orgId: null });
  const { items: left } = await tokens.list({ orgId: ORG, includeRevoked: false, page: PAGE });
  assert.deepEqual(left, []);
});
