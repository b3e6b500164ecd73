import assert from "node:assert/strict";
import type { OrgId } from "../../src/domain/ids.ts";
import { newRecentRefusals } from "../../src/operations/recent_refusals.ts";
import { ORG } from "./kit.ts";

const REFUSED = { type: "verification.failure", orgId: ORG, reason: "key_revoked" } as const;

Deno.test("a refusal is forgotten after a day, and what was done is no refusal", () => {
  let now = Date.UTC(2026, 0, 1);
  const refusals = newRecentRefusals(() => new Date(now));
  refusals.add(null, [{ ...REFUSED, type: "verification.success" }, REFUSED]);
  now += 24 * 60 * 60 * 1000;
  assert.deepEqual(refusals.list(ORG).map(({ reason }) => reason), ["key_revoked"]);
  now += 1;
  assert.deepEqual(refusals.list(ORG), []);
});

Deno.test("refusals of 256 organisations are remembered, and long texts are cut off", () => {
  const refusals = newRecentRefusals(() => new Date());
  const orgIds = Array.from({ length: 300 }, () => crypto.randomUUID() as OrgId);
  for (const orgId of orgIds) {
    refusals.add(null, [{ ...REFUSED, orgId, reason: "x".repeat(10_000) }]);
  }
  assert.equal(orgIds.filter((orgId) => refusals.list(orgId).length > 0).length, 256);
  assert.equal(refusals.list(orgIds.at(-1)!)[0]!.reason!.length, 513);
});
