import assert from "node:assert/strict";
import type { ApiTokenId } from "../../../src/domain/api_token.ts";
import type { KeyId } from "../../../src/domain/ids.ts";
import { hashApiToken, isApiToken } from "../../../src/formats/api_token.ts";
import { CHILD, ORG, PAGE, testKey } from "../../operations/kit.ts";
import { assertShown } from "./assert_shown.ts";
import { putKey, refuses, type RegisterTest, takeTypes } from "./opened_operations.ts";

const key = await testKey(1);
const request = { orgId: ORG, name: "ci", role: "sign", keyIds: null, expiresAt: null } as const;
const list = { orgId: ORG, includeRevoked: false, page: PAGE } as const;
const FUTURE = new Date("2999-12-31T23:59:59.987Z");

/** API tokens: making, listing, revoking. */
export function tokenContract(test: RegisterTest): void {
  test("a token is handed out once, kept as a hash, listed as it was answered, and told", async (opened) => {
    const { operations: { tokens }, store } = opened;
    const { token, info } = await tokens.create({ ...request, expiresAt: FUTURE });
    assert.ok(isApiToken(token));
    const row = await store.findApiToken(hashApiToken(token));
    assertShown(info, {
      id: row?.id,
      name: "ci",
      orgId: ORG,
      role: "sign",
      keyIds: null,
      createdAt: row?.createdAt,
      expiresAt: FUTURE,
      revokedAt: null,
      status: "active",
    });
    assertShown(await tokens.list(list), { items: [info], total: 1 });
    assertShown(takeTypes(opened), ["api_token.created"]);
  });

  test("a token may have any role and no name, and no two are alike", async (opened) => {
    const { tokens } = opened.operations;
    const made = [];
    for (const role of ["read", "sign", "admin"] as const) {
      made.push(await tokens.create({ ...request, name: null, role }));
    }
    assertShown(made.map(({ info }) => [info.role, info.name]), [
      ["read", null],
      ["sign", null],
      ["admin", null],
    ]);
    assert.equal(new Set(made.map(({ token }) => token)).size, 3);
  });

  test("a token is limited to signing keys by their ids", async (opened) => {
    const { id } = await putKey(opened, key, { name: "key" });
    const { tokens } = opened.operations;
    const { info } = await tokens.create({ ...request, keyIds: [id, id] });
    assertShown(info.keyIds, [id]);
    assertShown((await tokens.list(list)).items, [info]);
  });

  test("a token is not limited to a key that is missing, revoked or another organisation's", async (opened) => {
    const { tokens } = opened.operations;
    const theirs = await putKey(opened, key, { name: "key", orgId: CHILD });
    const revoked = await putKey(opened, key, { name: "old", revokedAt: new Date() });
    const missing = crypto.randomUUID() as string as KeyId;
    for (
      const [code, id] of [
        ["key_not_found", missing],
        ["key_not_found", theirs.id],
        ["key_revoked", revoked.id],
      ] as const
    ) {
      await refuses(opened, code, () => tokens.create({ ...request, keyIds: [id] }));
    }
  });

  test("a token that makes no sense is not made", async (opened) => {
    const { id } = await putKey(opened, key, { name: "key" });
    const senseless = [
      ...[{ keyIds: [] }, { keyIds: [id], role: "admin" as const }],
      ...[{ expiresAt: new Date("2020-01-01T00:00:00Z") }, { expiresAt: new Date(8.64e15) }],
      ...[{ name: "two\nlines" }, { name: "" }],
    ];
    for (const one of senseless) {
      const create = () => opened.operations.tokens.create({ ...request, ...one });
      await refuses(opened, "invalid_request", create);
    }
  });

  test("tokens are listed of one organisation alone, or of all and for all", async (opened) => {
    const { tokens } = opened.operations;
    const before = await tokens.list({ ...list, orgId: null });
    const [own, theirs, forAll] = [
      (await tokens.create(request)).info,
      (await tokens.create({ ...request, orgId: CHILD })).info,
      (await tokens.create({ ...request, orgId: null })).info,
    ];
    assertShown(await tokens.list(list), { items: [own], total: 1 });
    assertShown((await tokens.list({ ...list, orgId: CHILD })).items, [theirs]);
    const { items, total } = await tokens.list({ ...list, orgId: null });
    const ids = items.map(({ id }) => id);
    assertShown(
      ids.toSorted(),
      [...before.items, own, theirs, forAll].map(({ id }) => id).toSorted(),
    );
    assert.equal(total, before.total + 3);
    assert.equal(items.find(({ id }) => id === forAll.id)?.orgId, null);
  });

  test("tokens are listed in pages, with how many there are", async (opened) => {
    const { tokens } = opened.operations;
    for (let number = 0; number < 5; number++) await tokens.create(request);
    const { items: all } = await tokens.list(list);
    assert.equal(all.length, 5);
    for (const [offset, limit] of [[0, 2], [2, 2], [4, 2], [5, 2]] as const) {
      const { items, total } = await tokens.list({ ...list, page: { limit, offset } });
      assertShown(items, all.slice(offset, offset + limit));
      assert.equal(total, 5);
    }
  });

  test("a token is revoked once, and then listed only where revoked ones are asked for", async (opened) => {
    const { operations: { tokens }, store } = opened;
    const { info } = await tokens.create(request);
    opened.takeEvents();
    const revoked = await tokens.revoke({ id: info.id, orgId: null });
    const row = await store.apiToken(info.id);
    assert.ok(row?.revokedAt instanceof Date);
    assertShown(revoked, { ...info, revokedAt: row.revokedAt, status: "revoked" });
    assertShown(takeTypes(opened), ["api_token.revoked"]);
    assertShown(await tokens.list(list), { items: [], total: 0 });
    assertShown((await tokens.list({ ...list, includeRevoked: true })).items, [revoked]);
    const again = () => tokens.revoke({ id: info.id, orgId: ORG });
    await refuses(opened, "token_not_found", again);
  });

  test("a token of another organisation is not found, as if it were not there", async (opened) => {
    const { tokens } = opened.operations;
    const missing = crypto.randomUUID() as string as ApiTokenId;
    const messageFor = async (id: ApiTokenId) => {
      const revoke = () => tokens.revoke({ id, orgId: ORG });
      const { message, hint } = await refuses(opened, "token_not_found", revoke);
      return `${message} ${hint}`.replace(id, "ID");
    };
    const theirs = await tokens.create({ ...request, orgId: CHILD });
    const forAll = await tokens.create({ ...request, orgId: null });
    const expected = await messageFor(missing);
    assert.equal(await messageFor(theirs.info.id), expected);
    assert.equal(await messageFor(forAll.info.id), expected);
  });
}
