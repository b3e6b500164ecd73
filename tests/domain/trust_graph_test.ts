import assert from "node:assert/strict";
import type { Stored } from "../../src/domain/damaged.ts";
import { fingerprintOf } from "../../src/domain/fingerprint.ts";
import type { KeyId, OrgId } from "../../src/domain/ids.ts";
import type { TrustGrantRecord } from "../../src/domain/records.ts";
import type { SigningKeyInfo } from "../../src/domain/signing_key.ts";
import { type GraphFacts, trustGraph } from "../../src/domain/trust_graph.ts";
import type { TrustedKeyInfo } from "../../src/domain/trusted_key.ts";

const [A, B, C, D] = ["a", "b", "c", "d"] as unknown as [OrgId, OrgId, OrgId, OrgId];
const AT = new Date("2026-01-28T12:00:00Z");

function publicKey(number: number) {
  const bytes = new Uint8Array(32).fill(number);
  return { bytes, fingerprint: fingerprintOf(bytes) };
}

function signs(orgId: OrgId, number: number, revokedAt: Date | null = null): SigningKeyInfo {
  return {
    id: `${orgId}${number}` as KeyId,
    orgId,
    name: `key ${number}`,
    publicKey: publicKey(number),
    createdAt: AT,
    revokedAt,
    fault: null,
  };
}

function trusts(trustedBy: OrgId, number: number, isTrusted = true): TrustedKeyInfo {
  return {
    id: `${trustedBy}${number}`,
    publicKey: publicKey(number),
    name: null,
    trustedBy,
    trustedAt: AT,
    revokedAt: null,
    isTrusted,
    fault: null,
  };
}

function grant(
  parentOrgId: OrgId,
  childOrgId: OrgId,
  revokedAt: Date | null = null,
): TrustGrantRecord {
  return { id: `${parentOrgId}${childOrgId}`, parentOrgId, childOrgId, grantedAt: AT, revokedAt };
}

function graph(facts: Partial<GraphFacts>) {
  return trustGraph({
    viewpoint: null,
    orgIds: [],
    signingKeys: [],
    trustedKeys: [],
    grants: [],
    ...facts,
  });
}

/** What each organisation is, as in "a viewpoint". */
function roles(grants: readonly Stored<TrustGrantRecord>[]): readonly string[] {
  return graph({ viewpoint: B, grants }).organisations.map(({ orgId, role }) => `${orgId} ${role}`);
}

Deno.test("grants are followed one step from the viewpoint", () => {
  const grants = [grant(B, C), grant(C, D), grant(A, B)];
  assert.deepEqual(roles(grants), ["b viewpoint", "a accepting", "c accepted", "d not accepted"]);
  const followed = graph({ viewpoint: B, grants }).grants.map(({ isFollowed }) => isFollowed);
  assert.deepEqual(followed, [true, false, true]);
});

Deno.test("a revoked or damaged grant lets no key be accepted", () => {
  const damaged = { fault: "its time is no time", intact: { parentOrgId: B, childOrgId: D } };
  assert.deepEqual(roles([grant(B, C, AT), damaged]), [
    "b viewpoint",
    "c not accepted",
    "d not accepted",
  ]);
  const { grants } = graph({ viewpoint: B, grants: [grant(B, C, AT), damaged] });
  assert.deepEqual(grants.map(({ status, isFollowed }) => [status, isFollowed]), [
    ["revoked", false],
    ["damaged", false],
  ]);
});

Deno.test("a circle of grants, and one to itself, make what they say", () => {
  const grants = [grant(B, C), grant(C, B), grant(B, B)];
  assert.deepEqual(roles(grants), ["b viewpoint", "c accepted"]);
});

Deno.test("without a viewpoint every active grant counts for its own parent", () => {
  const { organisations, grants } = graph({ grants: [grant(B, C), grant(C, D, AT)] });
  assert.deepEqual(grants.map(({ isFollowed }) => isFollowed), [true, false]);
  assert.deepEqual(organisations.map(({ orgId, role }) => [orgId, role]), [
    ["b", null],
    ["c", null],
    ["d", null],
  ]);
});

Deno.test("a key that an organisation signs with and trusts is one key of it", () => {
  const { organisations } = graph({
    signingKeys: [signs(A, 1), signs(A, 2, AT)],
    trustedKeys: [trusts(A, 1), trusts(A, 3, false), trusts(B, 1)],
  });
  const shown = organisations.map(({ orgId, keys }) => [
    orgId,
    ...keys.map(({ name, signing, trust }) => `${name} ${signing} ${trust}`),
  ]);
  assert.deepEqual(shown, [
    ["a", "key 1 active trusted", "key 2 revoked null", "null null overruled"],
    ["b", "null null trusted"],
  ]);
});

Deno.test("a damaged row is shown where it names its owner, and never merged", () => {
  const { organisations } = graph({
    signingKeys: [{ fault: "it has no name", intact: { orgId: A } }, {
      fault: "its organisation is no UUID",
      intact: { name: "lost" },
    }],
    trustedKeys: [{ fault: "it has no key", intact: { trustedBy: A } }],
  });
  assert.deepEqual(organisations.map(({ orgId, keys }) => [orgId, keys]), [[A, [
    { fingerprint: null, name: null, signing: "damaged", trust: null },
    { fingerprint: null, name: null, signing: null, trust: "damaged" },
  ]]]);
});

Deno.test("an organisation without a record is shown where it is asked for", () => {
  assert.deepEqual(graph({ orgIds: [C, A] }).organisations.map(({ orgId }) => orgId), [A, C]);
  assert.deepEqual(graph({ viewpoint: B }).organisations, [
    { orgId: B, role: "viewpoint", keys: [] },
  ]);
  assert.deepEqual(graph({}).organisations, []);
});
