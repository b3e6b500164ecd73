import assert from "node:assert/strict";
import { ed25519Signer } from "../../../src/crypto/ed25519.ts";
import { unseal } from "../../../src/crypto/sealing.ts";
import type { OrgId } from "../../../src/domain/ids.ts";
import { toPublicKey } from "../../../src/domain/public_key.ts";
import { CHILD, ORG, PAGE, TEST_KEYS, testKey } from "../../operations/kit.ts";
import { later } from "../records.ts";
import { assertShown } from "./assert_shown.ts";
import { putKey, putTrust, refuses, type RegisterTest, takeTypes } from "./opened_operations.ts";

const [one, two] = TEST_KEYS;
const request = { orgId: ORG, name: "release-key", trust: false } as const;
const reference = { text: "release-key", orgId: ORG } as const;
const list = { orgId: ORG, includeRevoked: true, page: PAGE } as const;

/** Signing keys: making, listing, replacing. */
export function keyContract(test: RegisterTest): void {
  test("a generated key is kept under the master key, not trusted, and told", async (opened) => {
    const { operations: { keys }, store, masterKey } = opened;
    const key = await keys.generate(request);
    const row = await store.signingKey(key.id);
    const seed = await unseal(masterKey, row!.sealedSeed);
    assertShown(key, {
      id: row!.id,
      orgId: ORG,
      name: "release-key",
      publicKey: toPublicKey((await ed25519Signer(seed!)).publicKey),
      createdAt: row!.createdAt,
      revokedAt: null,
      fault: null,
    });
    assertShown(await keys.show(reference), key);
    assertShown(await keys.trusted.list(list), { items: [], total: 0 });
    assertShown(takeTypes(opened), ["key.signing.created"]);
  });

  test("a key is trusted under its name where that is asked for", async (opened) => {
    const { operations: { keys } } = opened;
    const key = await keys.generate({ ...request, trust: true });
    const { items: [trusted] } = await keys.trusted.list(list);
    assertShown(trusted?.publicKey, key.publicKey);
    assertShown([trusted?.name, trusted?.isTrusted], ["release-key", true]);
    assertShown(takeTypes(opened), ["key.signing.created", "key.trusted.added"]);
  });

  test("a name is used once in an organisation, also by a revoked key", async (opened) => {
    const { operations: { keys } } = opened;
    await keys.generate(request);
    await refuses(opened, "duplicate_name", () => keys.generate(request));
    await keys.revoke({ reference, andTrust: false, dryRun: false });
    await refuses(opened, "duplicate_name", () => keys.generate({ ...request, trust: true }));
    assert.equal((await keys.generate({ ...request, orgId: CHILD })).orgId, CHILD);
  });

  test("a name that is empty, too long or has controls is refused", async (opened) => {
    for (const name of ["", " ", "two\nlines", "x".repeat(256), "é".repeat(128)]) {
      const generate = () => opened.operations.keys.generate({ ...request, name });
      await refuses(opened, "invalid_request", generate);
    }
  });

  test("keys are listed oldest first, in pages, with how many there are", async (opened) => {
    const { operations: { keys } } = opened;
    for (const number of [3, 1, 4, 0, 2]) {
      await putKey(opened, one, { name: `key-${number}`, createdAt: later(number) });
    }
    await putKey(opened, two, { name: "elsewhere", orgId: CHILD });
    for (const [offset, limit] of [[0, 2], [2, 2], [4, 2], [5, 2], [0, 100]] as const) {
      const { items, total } = await keys.list({ ...list, page: { limit, offset } });
      const names = ["key-0", "key-1", "key-2", "key-3", "key-4"].slice(offset, offset + limit);
      assertShown(items.map(({ name }) => name), names);
      assert.equal(total, 5);
    }
  });

  test("revoked keys are listed where they are asked for, with their times", async (opened) => {
    const { operations: { keys } } = opened;
    const active = await putKey(opened, one, { name: "active", createdAt: later(1) });
    const revoked = await putKey(opened, two, {
      name: "revoked",
      createdAt: later(2),
      revokedAt: later(4321),
    });
    const all = await keys.list(list);
    assertShown(all.items.map(({ id }) => id), [active.id, revoked.id]);
    assertShown(
      all.items.map(({ createdAt, revokedAt }) => [createdAt, revokedAt]),
      [[later(1), null], [later(2), later(4321)]],
    );
    const { items, total } = await keys.list({ ...list, includeRevoked: false });
    assertShown([items.map(({ id }) => id), total], [[active.id], 1]);
  });

  test("an organisation without keys has an empty list", async ({ operations }) => {
    assertShown(await operations.keys.list(list), { items: [], total: 0 });
  });

  test("a row that lies is listed with its fault, and cannot be shown by itself", async (opened) => {
    const { operations: { keys } } = opened;
    const { id } = await putKey(opened, one, {
      name: "liar",
      fingerprint: two.publicKey.fingerprint,
    });
    const { items: [key] } = await keys.list(list);
    assert.equal(key?.fault, "its fingerprint is not that of its public key");
    assertShown(key?.publicKey, {
      bytes: one.publicKey.bytes,
      fingerprint: two.publicKey.fingerprint,
    });
    await refuses(opened, "key_integrity", () => keys.show({ text: id, orgId: null }));
  });

  test("a key is replaced by a trusted one, and what it signed stays good", async (opened) => {
    const { operations: { keys } } = opened;
    const old = await keys.generate({ ...request, trust: true });
    opened.takeEvents();
    const outcome = await keys.rotate({ reference, name: "next" });
    assertShown(outcome.newKey, await keys.show({ text: "next", orgId: ORG }));
    assertShown(outcome.oldKey, await keys.show({ text: old.id, orgId: null }));
    assert.notEqual(outcome.oldKey.revokedAt, null);
    assert.equal(outcome.oldIsTrusted, true);
    const trusted = await keys.trusted.list({ ...list, includeRevoked: false });
    assertShown(trusted.items.map(({ name }) => name), ["release-key", "next"]);
    const types = ["key.signing.created", "key.trusted.added", "key.signing.revoked"];
    assertShown(takeTypes(opened), types);
  });

  test("an old key that nobody trusts is said to be so", async ({ operations: { keys } }) => {
    await keys.generate(request);
    assert.equal((await keys.rotate({ reference, name: "next" })).oldIsTrusted, false);
  });

  test("a key that is revoked or missing, or a name that is taken, replaces nothing", async (opened) => {
    const { operations: { keys } } = opened;
    await keys.generate(request);
    const again = () => keys.rotate({ reference, name: "release-key" });
    await refuses(opened, "duplicate_name", again);
    const missing = { text: "nobody", orgId: ORG };
    await refuses(opened, "key_not_found", () => keys.rotate({ reference: missing, name: "next" }));
    await keys.revoke({ reference, andTrust: false, dryRun: false });
    await refuses(opened, "key_revoked", () => keys.rotate({ reference, name: "next" }));
  });

  test("a key is known by its fingerprint where anybody signs with it or trusts it", async (opened) => {
    const { isKnown } = opened.operations.keys;
    const [signing, trusted, inherited] = [one, two, await testKey(3)];
    const known = (orgId: OrgId | null) =>
      Promise.all(
        [signing, trusted, inherited].map(({ publicKey: { fingerprint } }) =>
          isKnown({ orgId, fingerprint })
        ),
      );
    assertShown(await known(null), [false, false, false]);
    await putKey(opened, signing, { name: "old", revokedAt: later(1) });
    await putTrust(opened, trusted, { revokedAt: later(1) });
    await putTrust(opened, inherited, { orgId: CHILD });
    assertShown(await known(null), [true, true, true]);
    assertShown(await known(ORG), [true, true, false]);
    assertShown(await known(CHILD), [false, false, true]);
    await opened.operations.orgs.grantTrust({ parent: ORG, child: CHILD });
    assertShown(await known(ORG), [true, true, true]);
  });
}
