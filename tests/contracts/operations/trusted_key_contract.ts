import assert from "node:assert/strict";
import type { Fingerprint } from "../../../src/domain/fingerprint.ts";
import type { OrgId } from "../../../src/domain/ids.ts";
import { toPublicKey } from "../../../src/domain/public_key.ts";
import { CHILD, GRANDCHILD, ORG, PAGE, TEST_KEYS, testKey } from "../../operations/kit.ts";
import { later } from "../records.ts";
import { assertShown } from "./assert_shown.ts";
import {
  changesNothing,
  putKey,
  putTrust,
  refuses,
  type RegisterTest,
  takeTypes,
} from "./opened_operations.ts";

const [one, two] = TEST_KEYS;
const { publicKey } = one;
const request = { orgId: ORG, publicKey, name: "vendor" } as const;
const list = { orgId: ORG, includeRevoked: false, page: PAGE } as const;
const everything = { ...list, includeRevoked: true };
const revocation = { orgId: ORG, fingerprintPrefix: publicKey.fingerprint, dryRun: false } as const;

/** Trusted keys: trusting, trusting again, listing. */
export function trustedKeyContract(test: RegisterTest): void {
  test("a key that is trusted is kept, listed as it was answered, and told", async (opened) => {
    const { operations: { keys }, store } = opened;
    const key = await keys.trust(request);
    const [row] = await store.trustedKeysOf([ORG], [publicKey.fingerprint]);
    assertShown(row?.publicKey, publicKey.bytes);
    assertShown(key, {
      id: row?.id,
      publicKey,
      name: "vendor",
      trustedBy: ORG,
      trustedAt: row?.trustedAt,
      revokedAt: null,
      isTrusted: true,
      fault: null,
      wasTrusted: false,
      wasRevokedAt: null,
    });
    const { wasTrusted: _, wasRevokedAt: __, ...listed } = key;
    assertShown(await keys.trusted.list(list), { items: [listed], total: 1 });
    assertShown(takeTypes(opened), ["key.trusted.added"]);
  });

  test("bytes that are the private key of a key that is known are not trusted, nor repeated", async (opened) => {
    const { operations: { keys }, store } = opened;
    const privateKey = toPublicKey(one.seed);
    const wrong = { ...request, publicKey: privateKey };
    const isRefused = async () => {
      const { message, hint = "" } = await refuses(opened, "invalid_key", () => keys.trust(wrong));
      assert.ok(message.includes(publicKey.fingerprint), message);
      for (const secret of [one.seed.toHex(), one.seed.toBase64(), privateKey.fingerprint]) {
        assert.equal(`${message} ${hint}`.includes(secret), false);
      }
    };
    await putTrust(opened, one, { orgId: CHILD, revokedAt: later(1) });
    await isRefused();
    assertShown(await store.trustedKeysOf(null, [privateKey.fingerprint]), []);
    await keys.trust(request);
    await isRefused();
    // The seed of a signing key that nobody trusts.
    const three = await testKey(3);
    await putKey(opened, three, { orgId: CHILD, name: "three" });
    const seed = { ...request, publicKey: toPublicKey(three.seed) };
    await refuses(opened, "invalid_key", () => keys.trust(seed));
    // Of a pair that nobody knows, no one can tell.
    const six = { ...request, publicKey: toPublicKey((await testKey(6)).seed) };
    assert.equal((await keys.trust(six)).isTrusted, true);
  });

  test("a key needs no name", async ({ operations: { keys } }) => {
    assert.equal((await keys.trust({ ...request, name: null })).name, null);
    assert.equal((await keys.trusted.list(list)).items[0]?.name, null);
  });

  test("a key that is trusted already stays as it is", async (opened) => {
    const { keys } = opened.operations;
    const first = await keys.trust(request);
    const again = () => keys.trust({ ...request, name: "another name" });
    assertShown(await changesNothing(opened, again), { ...first, wasTrusted: true });
  });

  test("a key whose trust was revoked is trusted again, under the new name", async (opened) => {
    const { operations: { keys }, store } = opened;
    await keys.trust(request);
    const [before] = await store.trustedKeysOf([ORG], [publicKey.fingerprint]);
    const { key: revoked } = await keys.trusted.revoke(revocation);
    const again = await keys.trust({ ...request, name: "again" });
    assertShown([again.wasTrusted, again.wasRevokedAt], [false, revoked.revokedAt]);
    assertShown([again.name, again.revokedAt, again.isTrusted], ["again", null, true]);
    const rows = await store.trustedKeysOf([ORG], [publicKey.fingerprint]);
    assertShown(rows.map(({ id, revokedAt }) => [id, revokedAt]), [[before?.id, null]]);
    const { wasTrusted: _, wasRevokedAt: __, ...listed } = again;
    assertShown(await keys.trusted.list(everything), { items: [listed], total: 1 });
  });

  test("a key that is trusted again without a name keeps the one that it had", async (opened) => {
    const { keys } = opened.operations;
    await keys.trust({ ...request, name: "vendor" });
    await keys.trusted.revoke(revocation);
    const again = await keys.trust({ ...request, name: null });
    assertShown([again.name, again.isTrusted], ["vendor", true]);
    assertShown((await keys.trusted.list(list)).items.map(({ name }) => name), ["vendor"]);
  });

  test("an organisation does not trust its own revoked signing key again; another one may", async (opened) => {
    const { keys } = opened.operations;
    const { name, id, publicKey } = await keys.generate({ orgId: ORG, name: "own", trust: true });
    const reference = { text: name, orgId: ORG };
    await keys.revoke({ reference, andTrust: true, dryRun: false });
    const trust = (orgId: OrgId) => keys.trust({ orgId, publicKey, name: null });
    const { message } = await refuses(opened, "key_revoked", () => trust(ORG));
    assert.match(message, new RegExp(`: it was revoked as the signing key "own" \\(${id}\\) at `));
    assertShown((await trust(CHILD)).isTrusted, true);
  });

  test("a weak key or a bad name is trusted by nobody", async (opened) => {
    const { keys } = opened.operations;
    const points = [`01${"00".repeat(31)}`, "ff".repeat(32)];
    for (const point of points) {
      const bytes = Uint8Array.fromHex(point);
      const weak = { ...request, publicKey: { bytes, fingerprint: publicKey.fingerprint } };
      await refuses(opened, "invalid_key", () => keys.trust(weak));
    }
    await refuses(opened, "invalid_request", () => keys.trust({ ...request, name: "two\nlines" }));
  });

  test("a row that has another public key than its fingerprint is not trusted over", async (opened) => {
    await putTrust(opened, one, { publicKey: two.publicKey.bytes });
    await refuses(opened, "key_integrity", () => opened.operations.keys.trust(request));
  });

  test("own keys and those of organisations that were granted trust are listed, one hop", async (opened) => {
    const { operations: { keys, orgs } } = opened;
    await putTrust(opened, one, { name: "own", trustedAt: later(1) });
    await putTrust(opened, two, { name: "child's", orgId: CHILD, trustedAt: later(2) });
    await putTrust(opened, two, { name: "grandchild's", orgId: GRANDCHILD, trustedAt: later(3) });
    const listed = async () => (await keys.trusted.list(list)).items.map((key) => key.name);
    assertShown(await listed(), ["own"]);
    await orgs.grantTrust({ parent: ORG, child: CHILD });
    await orgs.grantTrust({ parent: CHILD, child: GRANDCHILD });
    assertShown(await listed(), ["own", "child's"]);
    const { items } = await keys.trusted.list(list);
    assertShown(
      items.map(({ trustedBy, trustedAt, isTrusted }) => [trustedBy, trustedAt, isTrusted]),
      [[ORG, later(1), true], [CHILD, later(2), true]],
    );
  });

  test("revoked rows are listed where they are asked for, and win over a grant", async (opened) => {
    const { operations: { keys, orgs } } = opened;
    await putTrust(opened, one, { trustedAt: later(1), revokedAt: later(4321) });
    await putTrust(opened, one, { orgId: CHILD, trustedAt: later(2) });
    await orgs.grantTrust({ parent: ORG, child: CHILD });
    const shown = async (includeRevoked: boolean) => {
      const { items, total } = await keys.trusted.list({ ...list, includeRevoked });
      assert.equal(total, items.length);
      return items.map(({ trustedBy, revokedAt, isTrusted }) => [trustedBy, revokedAt, isTrusted]);
    };
    assertShown(await shown(false), [[CHILD, null, false]]);
    assertShown(await shown(true), [[ORG, later(4321), false], [CHILD, null, false]]);
  });

  test("trusted keys are listed oldest first, in pages, with how many there are", async (opened) => {
    for (const number of [3, 1, 4, 0, 2]) {
      const fingerprint = `${number}${"f".repeat(63)}` as Fingerprint;
      await putTrust(opened, one, { fingerprint, trustedAt: later(number) });
    }
    const { keys } = opened.operations;
    for (const [offset, limit] of [[0, 2], [2, 2], [4, 2], [5, 2]] as const) {
      const { items, total } = await keys.trusted.list({ ...list, page: { limit, offset } });
      const expected = ["0f", "1f", "2f", "3f", "4f"].slice(offset, offset + limit);
      assertShown(items.map((key) => key.publicKey.fingerprint.slice(0, 2)), expected);
      assert.equal(total, 5);
    }
  });

  test("a row that lies is listed with its fault, and does not count", async (opened) => {
    await putTrust(opened, one, { publicKey: two.publicKey.bytes });
    const { items: [key] } = await opened.operations.keys.trusted.list(list);
    assert.equal(key?.fault, "its fingerprint is not that of its public key");
    assert.equal(key?.isTrusted, false);
  });
}
