import assert from "node:assert/strict";
import type { ApiTokenInfo } from "../../src/domain/api_token.ts";
import type { OrgId } from "../../src/domain/ids.ts";
import { MAX_REFUSALS } from "../../src/domain/recent_refusal.ts";
import { newRecentRefusals } from "../../src/operations/recent_refusals.ts";
import { CHILD, ORG } from "./kit.ts";

const REFUSED = { type: "verification.failure", orgId: ORG, reason: "key_revoked" } as const;

/** A token for one organisation, or for all of them. */
function tokenOf(orgId: OrgId | null): ApiTokenInfo {
  return { id: crypto.randomUUID(), orgId } as ApiTokenInfo;
}

const randomOrgs = (count: number) =>
  Array.from({ length: count }, () => crypto.randomUUID() as OrgId);

Deno.test("a refusal is forgotten after a day, and what was done is no refusal", () => {
  let now = Date.UTC(2026, 0, 1);
  const refusals = newRecentRefusals(() => new Date(now));
  refusals.add(tokenOf(ORG), [{ ...REFUSED, type: "verification.success" }, REFUSED]);
  const listed = () => [refusals.ofTokensOf(ORG), refusals.about(ORG), refusals.about(null)];
  now += 24 * 60 * 60 * 1000;
  for (const list of listed()) assert.deepEqual(list.map(({ reason }) => reason), ["key_revoked"]);
  now += 1;
  assert.deepEqual(listed(), [[], [], []]);
});

Deno.test("refusals of the tokens of 256 organisations are remembered, and long texts are cut off", () => {
  const refusals = newRecentRefusals(() => new Date());
  const orgIds = randomOrgs(300);
  for (const orgId of orgIds) {
    refusals.add(tokenOf(orgId), [{ ...REFUSED, orgId, reason: "x".repeat(10_000) }]);
  }
  assert.equal(orgIds.filter((orgId) => refusals.ofTokensOf(orgId).length > 0).length, 256);
  assert.equal(refusals.ofTokensOf(orgIds.at(-1)!)[0]!.reason!.length, 513);
});

Deno.test("a flood by a token for all organisations, or by none, leaves those of an organisation's own", () => {
  const refusals = newRecentRefusals(() => new Date());
  refusals.add(tokenOf(ORG), [{ ...REFUSED, reason: "own" }]);
  for (const flooding of [tokenOf(null), null]) {
    for (let i = 0; i < MAX_REFUSALS; i++) refusals.add(flooding, [REFUSED]);
  }
  assert.deepEqual(refusals.ofTokensOf(ORG).map(({ reason }) => reason), ["own"]);
  assert.equal(refusals.about(ORG).length, MAX_REFUSALS);
});

Deno.test("a flood that names other organisations displaces nothing but others of the same token's", () => {
  const refusals = newRecentRefusals(() => new Date());
  for (const token of [tokenOf(ORG), tokenOf(CHILD), null]) refusals.add(token, [REFUSED]);
  for (const flooding of [tokenOf(null), tokenOf(CHILD)]) {
    for (const orgId of randomOrgs(300)) refusals.add(flooding, [{ ...REFUSED, orgId }]);
  }
  assert.equal(refusals.ofTokensOf(ORG).length, 1);
  assert.deepEqual(refusals.about(ORG).map(({ orgId }) => orgId), [ORG, ORG]);
  assert.ok(refusals.ofTokensOf(CHILD).every(({ orgId }) => orgId === CHILD));
});
