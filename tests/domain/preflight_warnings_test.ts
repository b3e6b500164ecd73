import assert from "node:assert/strict";
import type { Fingerprint } from "../../src/domain/fingerprint.ts";
import type { OrgId } from "../../src/domain/ids.ts";
import { toPackageHash } from "../../src/domain/package_hash.ts";
import { preflightWarnings } from "../../src/domain/preflight_warnings.ts";
import type { SignatureRecord, TrustedKeyRecord } from "../../src/domain/records.ts";
import type { TrustFacts } from "../../src/domain/trust.ts";

const [ORG, CHILD] = ["org", "child"] as unknown as [OrgId, OrgId];
const fingerprint = "11".repeat(32) as Fingerprint;
const at = new Date("2026-01-28T12:00:00Z");

function row(orgId: OrgId, revokedAt: Date | null = null): TrustedKeyRecord {
  const publicKey = new Uint8Array(32);
  return { id: `${orgId}`, orgId, fingerprint, publicKey, name: null, trustedAt: at, revokedAt };
}

function facts(...rows: readonly TrustedKeyRecord[]): TrustFacts {
  const grant = { id: "g", parentOrgId: ORG, childOrgId: CHILD, grantedAt: at, revokedAt: null };
  return { orgId: ORG, fingerprint, grants: [grant], rows };
}

function signature(orgId: OrgId | null = ORG): SignatureRecord {
  const [keyFingerprint, bytes] = [fingerprint, new Uint8Array(64)];
  const packageHash = toPackageHash(new Uint8Array(32));
  return {
    id: "s",
    packageHash,
    keyFingerprint,
    signature: bytes,
    signedAt: at,
    orgId,
  };
}

Deno.test("nothing surprising, no warnings", () => {
  const trust = facts(row(ORG));
  const sound = { signatures: [signature()], trust, fault: null, stated: null };
  assert.deepEqual(preflightWarnings(sound), []);
});

Deno.test("each trap has its warning, in one order", () => {
  const warnings = preflightWarnings({
    signatures: [signature(null), signature()],
    trust: facts(row(ORG, at), row(CHILD)),
    fault: "its public key is weak",
    stated: "signature_expired",
  });
  const begins = [
    /^2 signatures are stored for this package/,
    /^the signature belongs to no organisation/,
    /^organisation org revoked its trust in the signer, and the engine forgets that/,
    /^the row of the trusted key cannot be relied on: its public key is weak/,
    /^what is stated with the signature does not hold \(signature_expired\)/,
  ];
  assert.equal(warnings.length, begins.length);
  for (const [index, begin] of begins.entries()) assert.match(warnings[index]!, begin);
});

Deno.test("a second signature without organisation is not what the engine looks at", () => {
  const signatures = [signature(), signature(null)];
  const warnings = preflightWarnings({
    signatures,
    trust: facts(row(ORG)),
    fault: null,
    stated: null,
  });
  assert.equal(warnings.length, 1);
});

Deno.test("of thousands of signatures a few are named, and the others counted", () => {
  const one = signature();
  const warnings = preflightWarnings({
    ...{ signatures: Array.from({ length: 5000 }, () => one), trust: facts() },
    ...{ fault: null, stated: null },
  });
  assert.equal(warnings.length, 1);
  const by = Array.from({ length: 10 }, () => one.keyFingerprint).join(", ");
  assert.match(warnings[0]!, /^5000 signatures are stored for this package/);
  assert.ok(warnings[0]!.endsWith(`: by ${by}, 4990 more`), warnings[0]!.slice(-200));
});
