import assert from "node:assert/strict";
import { API_ROLES, includesRole, whyUnusable } from "../../src/domain/api_token.ts";

const now = new Date("2026-01-28T12:00:00.000Z");
const before = new Date(now.getTime() - 1);
const after = new Date(now.getTime() + 1);

Deno.test("a token counts until the moment at which it expires, and not after it was revoked", () => {
  const table = [
    [null, null, null],
    [after, null, null],
    [now, null, "expired"],
    [before, null, "expired"],
    [null, now, "revoked"],
    [null, after, "revoked"],
    [before, before, "revoked"],
  ] as const;
  for (const [expiresAt, revokedAt, expected] of table) {
    assert.equal(whyUnusable({ expiresAt, revokedAt }, now), expected);
  }
});

Deno.test("each role includes itself and those before it", () => {
  const included = API_ROLES.map((role) =>
    API_ROLES.filter((wanted) => includesRole(role, wanted))
  );
  assert.deepEqual(included, [["read"], ["read", "sign"], ["read", "sign", "admin"]]);
});
