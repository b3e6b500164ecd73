import assert from "node:assert/strict";
import type { Fingerprint } from "../../src/domain/fingerprint.ts";
import type { OrgId } from "../../src/domain/ids.ts";
import type { TrustedKeyRecord, TrustGrantRecord } from "../../src/domain/records.ts";
import { grantedOrgs, grantedRows, ownRow, standingOf } from "../../src/domain/trust.ts";

const [ORG, CHILD, OTHER] = ["org", "child", "other"] as unknown as [OrgId, OrgId, OrgId];
const fingerprint = "11".repeat(32) as Fingerprint;
const at = new Date("2026-01-28T12:00:00Z");

function row(orgId: OrgId, revokedAt: Date | null = null, own = fingerprint): TrustedKeyRecord {
  const publicKey = new Uint8Array(32);
  return {
    id: `${orgId} row`,
    orgId,
    fingerprint: own,
    publicKey,
    name: null,
    trustedAt: at,
    revokedAt,
  };
}

function grant(
  parentOrgId: OrgId,
  childOrgId: OrgId,
  revokedAt: Date | null = null,
): TrustGrantRecord {
  return { id: `${parentOrgId} ${childOrgId}`, parentOrgId, childOrgId, grantedAt: at, revokedAt };
}

function standing(grants: readonly TrustGrantRecord[], rows: readonly TrustedKeyRecord[]) {
  const result = standingOf({ orgId: ORG, fingerprint, grants, rows });
  return result.kind === "trusted" ? result.rows.map(({ orgId }) => orgId) : result.kind;
}

Deno.test("only active grants that the organisation itself gave count", () => {
  const grants = [
    ...[grant(ORG, CHILD), grant(ORG, OTHER, at), grant(CHILD, OTHER), grant(OTHER, ORG)],
  ];
  assert.deepEqual(grantedOrgs(ORG, grants), [CHILD]);
  assert.deepEqual(grantedOrgs(ORG, []), []);
});

Deno.test("an own active row counts, and stands before those of granted organisations", () => {
  assert.deepEqual(standing([], [row(ORG)]), [ORG]);
  assert.deepEqual(standing([grant(ORG, CHILD)], [row(CHILD), row(ORG)]), [ORG, CHILD]);
});

Deno.test("rows of others count only through an active grant", () => {
  assert.deepEqual(standing([grant(ORG, CHILD)], [row(CHILD)]), [CHILD]);
  assert.equal(standing([], [row(CHILD)]), "unknown");
  assert.equal(standing([grant(ORG, CHILD, at)], [row(CHILD)]), "unknown");
  assert.equal(standing([grant(CHILD, ORG)], [row(CHILD)]), "unknown");
  assert.equal(standing([grant(ORG, CHILD), grant(CHILD, OTHER)], [row(OTHER)]), "unknown");
});

Deno.test("an own revocation wins over every grant, and says when", () => {
  const facts = {
    orgId: ORG,
    fingerprint,
    grants: [grant(ORG, CHILD)],
    rows: [row(CHILD), row(ORG, at)],
  };
  assert.deepEqual(standingOf(facts), { kind: "revoked", at });
  assert.deepEqual(ownRow(facts), row(ORG, at));
  assert.deepEqual(grantedRows(facts), [row(CHILD)]);
});

Deno.test("a granted organisation's revocation takes away its own row alone", () => {
  assert.equal(standing([grant(ORG, CHILD)], [row(CHILD, at)]), "unknown");
  assert.deepEqual(standing([grant(ORG, CHILD)], [row(CHILD, at), row(ORG)]), [ORG]);
});

Deno.test("rows for another key count nothing, and a grant to itself brings nothing", () => {
  const other = "22".repeat(32) as Fingerprint;
  assert.equal(
    standing([grant(ORG, CHILD)], [row(ORG, null, other), row(CHILD, null, other)]),
    "unknown",
  );
  assert.equal(standing([grant(ORG, ORG)], [row(ORG, at)]), "revoked");
  assert.deepEqual(standing([grant(ORG, ORG)], [row(ORG)]), [ORG]);
});
