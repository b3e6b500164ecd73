import assert from "node:assert/strict";
import { CHILD, ORG, signed, TEST_KEYS, testHash } from "../../operations/kit.ts";
import { changesNothing, putSignature, putTrust, type RegisterTest } from "./opened_operations.ts";

const [key, other] = TEST_KEYS;
const hash = testHash(1);
const request = { orgId: ORG, hash } as const;
const { fingerprint } = key.publicKey;

/** What the engine would answer to an upload. */
export function preflightContract(test: RegisterTest): void {
  test("a good signature by a trusted key would be accepted, and nothing is told", async (opened) => {
    await putTrust(opened, key);
    await putSignature(opened, await signed(key, hash));
    const preflight = () => opened.operations.package.preflight(request);
    assert.deepEqual(await changesNothing(opened, preflight), {
      answer: "accepted",
      reason: `the signature is valid under ${fingerprint}, which organisation ${ORG} trusts`,
      warnings: [],
      signer: fingerprint,
    });
  });

  test("without a stored signature it would not be found", async ({ operations }) => {
    assert.deepEqual(await operations.package.preflight(request), {
      answer: "signature_not_found",
      reason: "no signature is stored for this package",
      warnings: [],
      signer: null,
    });
  });

  test("a signer whom nobody trusts, or a signature that does not hold, would be refused", async (opened) => {
    const { preflight } = opened.operations.package;
    await putSignature(opened, { ...await signed(key, hash), signature: new Uint8Array(64) });
    const untrusted = await preflight(request);
    assert.deepEqual([untrusted.answer, untrusted.signer], ["untrusted_signer", fingerprint]);
    await putTrust(opened, key);
    const invalid = await preflight(request);
    assert.deepEqual([invalid.answer, invalid.signer], ["invalid_signature", fingerprint]);
    assert.notEqual(invalid.reason, untrusted.reason);
  });

  test("a second signature and one without an organisation are warned of", async (opened) => {
    const { preflight } = opened.operations.package;
    await putTrust(opened, key);
    await putSignature(opened, await signed(key, hash), null);
    const [alone, ...none] = (await preflight(request)).warnings;
    assert.match(alone!, /^the signature belongs to no organisation/);
    assert.deepEqual(none, []);
    await putSignature(opened, await signed(other, hash), null);
    const [several] = (await preflight(request)).warnings;
    assert.match(several!, /^2 signatures are stored for this package/);
    assert.ok(several!.includes(fingerprint) && several!.includes(other.publicKey.fingerprint));
  });

  test("a revocation that the engine forgets is warned of", async (opened) => {
    const { keys, orgs, package: packages } = opened.operations;
    await putTrust(opened, key);
    await putTrust(opened, key, { orgId: CHILD });
    await putSignature(opened, await signed(key, hash));
    await orgs.grantTrust({ parent: ORG, child: CHILD });
    await keys.trusted.revoke({ orgId: ORG, fingerprintPrefix: fingerprint, dryRun: false });
    const { answer, warnings } = await packages.preflight(request);
    assert.equal(answer, "accepted");
    assert.match(warnings.join(), /revoked its trust in the signer, and the engine forgets that/);
  });
}
