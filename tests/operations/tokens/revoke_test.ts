import assert from "node:assert/strict";
import type { ApiTokenId, ApiTokenInfo } from "../../../src/domain/api_token.ts";
import { assertRefused, CHILD, type Kit, ORG, withKit } from "../kit.ts";

const request = { orgId: ORG, name: "ci", role: "sign", keyIds: null, expiresAt: null } as const;

async function withToken(body: (kit: Kit, info: ApiTokenInfo) => Promise<void>): Promise<void> {
  await withKit(async (kit) => {
    const { info } = await kit.operations.tokens.create(request);
    kit.takeEvents();
    await body(kit, info);
  });
}

Deno.test("a token is revoked, by its organisation or by whoever sees all, and told", async () => {
  for (const orgId of [ORG, null]) {
    await withToken(async ({ operations, store, takeEvents }, info) => {
      const revoked = await operations.tokens.revoke({ id: info.id, orgId });
      assert.ok(revoked.revokedAt! > info.createdAt);
      assert.deepEqual(revoked, { ...info, revokedAt: revoked.revokedAt, status: "revoked" });
      const { tokenHash: _, ...row } = (await store.apiToken(info.id))!;
      assert.deepEqual({ ...row, status: "revoked" }, revoked);
      assert.deepEqual(takeEvents(), [
        { type: "api_token.revoked", orgId: ORG, tokenId: info.id, tokenName: "ci", role: "sign" },
      ]);
    });
  }
});

Deno.test("a token for all organisations is revoked by whoever sees all", async () => {
  await withKit(async ({ operations: { tokens }, takeEvents }) => {
    const { info } = await tokens.create({ ...request, orgId: null, name: null });
    takeEvents();
    await tokens.revoke({ id: info.id, orgId: null });
    assert.deepEqual(takeEvents(), [{ type: "api_token.revoked", tokenId: info.id, role: "sign" }]);
  });
});

Deno.test("a token that was revoked is not revoked again, and the message says when it was", async () => {
  await withToken(async (kit, { id }) => {
    const { tokens } = kit.operations;
    const { revokedAt } = await tokens.revoke({ id, orgId: null });
    const again = () => tokens.revoke({ id, orgId: null });
    const { message } = await assertRefused(kit, "token_not_found", again);
    const expected =
      `Cannot revoke the token "${id}": it was revoked at ${revokedAt?.toISOString()}`;
    assert.equal(message, expected);
  });
});

Deno.test("a token of another organisation or for all is refused in the same words as one that is nowhere", async () => {
  await withToken(async (kit, own) => {
    const { tokens } = kit.operations;
    const { info: forAll } = await tokens.create({ ...request, orgId: null });
    const { info: gone } = await tokens.create(request);
    await tokens.revoke({ id: gone.id, orgId: null });
    kit.takeEvents();
    const nowhere = crypto.randomUUID() as string as ApiTokenId;
    for (const id of [nowhere, own.id, forAll.id, gone.id]) {
      const work = () => tokens.revoke({ id, orgId: CHILD });
      const { message, hint } = await assertRefused(kit, "token_not_found", work);
      assert.equal(message, `Cannot revoke the token "${id}": there is no such token`);
      assert.equal(hint, "`cloacina tokens list --all` shows the tokens and their IDs");
    }
    assert.deepEqual(kit.takeEvents(), []);
  });
});

Deno.test("of several that revoke a token at once, one does", async () => {
  await withToken(async ({ operations, takeEvents }, { id }) => {
    const attempts = Array.from({ length: 5 }, () => operations.tokens.revoke({ id, orgId: null }));
    const codes = attempts.map((attempt) => attempt.then(() => "done", ({ code }) => code));
    const expected = ["done", ...Array(4).fill("token_not_found")];
    assert.deepEqual((await Promise.all(codes)).toSorted(), expected);
    assert.equal(takeEvents().length, 1);
  });
});

Deno.test("where the audit log cannot be written, nothing is revoked", async () => {
  await withToken(async (kit, { id }) => {
    kit.breakAudit();
    await assertRefused(kit, "io_failed", () => kit.operations.tokens.revoke({ id, orgId: null }));
  });
});
