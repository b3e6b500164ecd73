import assert from "node:assert/strict";
import { signingKeyStatus, trustedKeyStatus, trustGrantStatus } from "../../src/domain/status.ts";

const AT = new Date("2026-01-28T12:00:00Z");
const FAULT = "its fingerprint is not that of its public key";

Deno.test("a signing key is active, revoked or damaged, and damaged first of all", () => {
  const cases = [
    [null, null, "active"],
    [AT, null, "revoked"],
    [null, FAULT, "damaged"],
    [AT, FAULT, "damaged"],
    [null, "", "damaged"],
  ] as const;
  for (const [revokedAt, fault, expected] of cases) {
    assert.equal(signingKeyStatus({ revokedAt, fault }), expected);
  }
});

Deno.test("a trusted key is damaged before it is revoked, and revoked before it is overruled", () => {
  const cases = [
    [null, true, null, "trusted"],
    [null, false, null, "overruled"],
    [AT, false, null, "revoked"],
    [AT, true, null, "revoked"],
    [null, false, FAULT, "damaged"],
    [null, true, FAULT, "damaged"],
    [AT, false, FAULT, "damaged"],
    [AT, true, FAULT, "damaged"],
  ] as const;
  for (const [revokedAt, isTrusted, fault, expected] of cases) {
    assert.equal(trustedKeyStatus({ revokedAt, isTrusted, fault }), expected);
  }
});

Deno.test("a trust grant is active until it is revoked", () => {
  assert.equal(trustGrantStatus({ revokedAt: null }), "active");
  assert.equal(trustGrantStatus({ revokedAt: AT }), "revoked");
});
