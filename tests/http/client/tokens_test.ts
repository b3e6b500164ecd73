import assert from "node:assert/strict";
import { fieldsOf } from "../../../src/domain/damaged.ts";
import type { ApiTokenId } from "../../../src/domain/api_token.ts";
import { CHILD, ORG, PAGE } from "../../operations/kit.ts";
import { assertFails, json, KEY_ID, TOKEN, withHostile } from "../hostile_server.ts";

const ID = "eeeeeeee-0000-4000-8000-00000000000e" as ApiTokenId;
const EXPIRES_AT = new Date("2026-02-28T12:00:00.500Z");

const REQUEST = {
  orgId: ORG,
  name: "ci",
  role: "sign",
  keyIds: [KEY_ID],
  expiresAt: EXPIRES_AT,
} as const;

const BODY = {
  token_id: ID,
  name: "ci",
  org_id: ORG,
  role: "sign",
  key_ids: [KEY_ID],
  created_at: "2026-01-28T12:00:00Z",
  expires_at: "2026-02-28T12:00:00Z",
  revoked_at: null,
  status: "active",
  fault: null,
};

Deno.test("a new token is the one that was asked for", async () => {
  await withHostile(() => json({ token: TOKEN, ...BODY }, 201), async ({ client }) => {
    const { token, info } = await client.tokens.create(REQUEST);
    assert.deepEqual([token, info.id, info.keyIds], [TOKEN, ID, [KEY_ID]]);
  });
});

const OTHERS: readonly (readonly [what: string, changes: object])[] = [
  ["for another organisation", { org_id: CHILD }],
  ["for all organisations", { org_id: null }],
  ["of another name", { name: "other" }],
  ["of another role", { role: "admin" }],
  ["for other keys", { key_ids: [ORG] }],
  ["for all keys", { key_ids: null }],
  ["that expires later", { expires_at: "2026-02-28T12:00:01Z" }],
  ["that never expires", { expires_at: null }],
  ["that is revoked", { revoked_at: "2026-01-28T12:00:00Z" }],
];

for (const [what, changes] of OTHERS) {
  Deno.test(`a server that answers with a new token ${what} is not believed`, async () => {
    const answer = { token: TOKEN, ...BODY, ...changes };
    await withHostile(() => json(answer, 201), async ({ client }) => {
      const error = await assertFails("store_unavailable", 2, client.tokens.create(REQUEST));
      assert.equal(
        error.message,
        "Cannot create the token: the server says that it created another one",
      );
      assert.equal(error.hint, "`cloacina tokens list` shows it; revoke it");
    });
  });
}

Deno.test("a token is revoked where the server says so of this one", async () => {
  const revoked = { ...BODY, revoked_at: "2026-01-28T13:00:00Z", status: "revoked" };
  const answers = [revoked, BODY, { ...revoked, token_id: ORG }];
  for (const [index, answer] of answers.entries()) {
    await withHostile(() => json(answer), async ({ client }) => {
      const revoking = client.tokens.revoke({ id: ID, orgId: null });
      if (index === 0) return assert.equal(fieldsOf(await revoking).id, ID);
      assert.equal(
        (await assertFails("store_unavailable", 2, revoking)).message,
        `Cannot revoke the token ${ID}: the server does not say that it revoked it`,
      );
    });
  }
});

Deno.test("a list of one organisation's tokens holds no other's", async () => {
  const answer = { items: [BODY, { ...BODY, org_id: null }], total: 2 };
  await withHostile(() => json(answer), async ({ client }) => {
    const list = (orgId: typeof ORG | null) =>
      client.tokens.list({ orgId, includeRevoked: true, page: PAGE });
    assert.equal((await list(null)).items.length, 2);
    assert.equal(
      (await assertFails("store_unavailable", 2, list(ORG))).message,
      "Cannot list the tokens: the server sent some of other organisations",
    );
  });
});
