import assert from "node:assert/strict";
import type { PackageSignature } from "../../../src/domain/signature.ts";
import type { ErrorCode } from "../../../src/errors.ts";
import {
  CHILD,
  GRANDCHILD,
  ORG,
  signed,
  TEST_KEYS,
  testHash,
  testKey,
} from "../../operations/kit.ts";
import { later } from "../records.ts";
import { assertShown } from "./assert_shown.ts";
import {
  type OpenedOperations,
  putSignature,
  putTrust,
  refuses,
  type RegisterTest,
} from "./opened_operations.ts";

const [key, other] = TEST_KEYS;
const hash = testHash(1);
const good = await signed(key, hash);
const spoilt = { ...good, signature: new Uint8Array(64) };

function request(signature: PackageSignature | null = null) {
  return { orgId: ORG, name: '"pkg.so"', hash, signature };
}

/** Makes the state of a case, and returns the signature that is looked at. */
type Prepare = (opened: OpenedOperations) => Promise<PackageSignature>;

const TRUSTED = (signature: PackageSignature): Prepare => async (opened) => {
  await putTrust(opened, key, { name: "vendor" });
  return signature;
};

/** Every refusal that a signature may meet, whether it is given or stored. */
const REFUSALS: readonly (readonly [string, ErrorCode, Prepare])[] = [
  ["by nobody that is trusted", "untrusted_signer", TRUSTED(await signed(other, hash))],
  ["by a key of another organisation", "untrusted_signer", async (opened) => {
    await putTrust(opened, key, { orgId: CHILD });
    return good;
  }],
  ["by a key that is trusted two grants away", "untrusted_signer", async (opened) => {
    await putTrust(opened, key, { orgId: GRANDCHILD });
    await opened.operations.orgs.grantTrust({ parent: ORG, child: CHILD });
    await opened.operations.orgs.grantTrust({ parent: CHILD, child: GRANDCHILD });
    return good;
  }],
  ["that does not hold", "invalid_signature", TRUSTED(spoilt)],
  ["that was made of another package", "invalid_signature", async (opened) => {
    await putTrust(opened, key);
    return { ...await signed(key, testHash(2)), packageHash: hash };
  }],
  ["by a key whose trust was revoked", "key_revoked", async (opened) => {
    await putTrust(opened, key, { revokedAt: later(1) });
    return good;
  }],
  ["by a key that was revoked here and is trusted by grant", "key_revoked", async (opened) => {
    await putTrust(opened, key, { revokedAt: later(1) });
    await putTrust(opened, key, { orgId: CHILD });
    await opened.operations.orgs.grantTrust({ parent: ORG, child: CHILD });
    return good;
  }],
  ["by a key whose row lies", "key_integrity", async (opened) => {
    await putTrust(opened, key, { publicKey: other.publicKey.bytes });
    return good;
  }],
];

/** Verification for an organisation: docs/architecture.md, "Trust", all outcomes. */
export function verifyContract(test: RegisterTest): void {
  for (const [what, code, prepare] of REFUSALS) {
    test(`a given signature ${what} is ${code}`, async (opened) => {
      const signature = await prepare(opened);
      opened.takeEvents();
      const verify = () => opened.operations.package.verify(request(signature));
      const { message } = await refuses(opened, code, verify);
      assert.ok(message.startsWith('Cannot verify "pkg.so": '), message);
      const told = opened.takeEvents().map(({ type, reason }) => [type, reason]);
      assertShown(told, [["verification.failure", code]]);
    });

    test(`a stored signature ${what} is ${code}`, async (opened) => {
      await putSignature(opened, await prepare(opened));
      await refuses(opened, code, () => opened.operations.package.verify(request()));
    });
  }

  test("a given signature of another package is package_tampered, before anything else", async (opened) => {
    const { verify } = opened.operations.package;
    const elsewhere = await signed(key, testHash(2));
    const given = () => verify(request(elsewhere));
    await refuses(opened, "package_tampered", given);
    await putTrust(opened, key, { revokedAt: later(1) });
    await refuses(opened, "package_tampered", given);
  });

  test("a package of which no signature is stored is signature_not_found", async (opened) => {
    await putTrust(opened, key);
    await putSignature(opened, await signed(key, testHash(2)));
    const verify = () => opened.operations.package.verify(request());
    const { message } = await refuses(opened, "signature_not_found", verify);
    assert.ok(message.startsWith('Cannot verify "pkg.so": '), message);
  });

  test("a given signature by a trusted key passes as it was written", async (opened) => {
    const { id, trustedAt } = await putTrust(opened, key, { name: "vendor" });
    const written = { ...good, signedAt: "2026-01-28T12:00:00.123456789+02:00" };
    const verdict = await opened.operations.package.verify(request(written));
    assertShown(verdict, {
      signature: written,
      key: {
        id,
        publicKey: key.publicKey,
        name: "vendor",
        trustedBy: ORG,
        trustedAt,
        revokedAt: null,
        isTrusted: true,
        fault: null,
      },
      isFromStandby: false,
    });
    assertShown(opened.takeEvents().map(({ type }) => type), ["verification.success"]);
  });

  test("a stored signature passes, whoever stored it", async (opened) => {
    await putTrust(opened, key);
    for (const orgId of [ORG, CHILD, null]) {
      await putSignature(opened, good, orgId);
      const { signature } = await opened.operations.package.verify(request());
      assertShown(signature, good);
    }
  });

  test("a signature passes by the trust of an organisation that was granted it", async (opened) => {
    await putTrust(opened, key, { orgId: CHILD });
    await opened.operations.orgs.grantTrust({ parent: ORG, child: CHILD });
    const { key: signer } = await opened.operations.package.verify(request(good));
    assertShown([signer.trustedBy, signer.name, signer.isTrusted], [CHILD, null, true]);
    await opened.operations.orgs.revokeTrust({ parent: ORG, child: CHILD });
    const verify = () => opened.operations.package.verify(request(good));
    await refuses(opened, "untrusted_signer", verify);
  });

  test("of several stored signatures one that passes is enough", async (opened) => {
    await putTrust(opened, key);
    await putTrust(opened, other, { revokedAt: later(1) });
    await putSignature(opened, await signed(other, hash));
    await putSignature(opened, await signed(await testKey(3), hash));
    await refuses(opened, "key_revoked", () => opened.operations.package.verify(request()));
    await putSignature(opened, good);
    const { signature } = await opened.operations.package.verify(request());
    assert.equal(signature.keyFingerprint, key.publicKey.fingerprint);
  });

  test("a given signature is looked at alone, whatever is stored", async (opened) => {
    await putTrust(opened, key);
    await putSignature(opened, good);
    const given = request(await signed(other, hash));
    await refuses(opened, "untrusted_signer", () => opened.operations.package.verify(given));
  });

  test("a revocation counts from the next verification on", async (opened) => {
    const { keys, package: packages } = opened.operations;
    await putTrust(opened, key);
    await packages.verify(request(good));
    const fingerprintPrefix = key.publicKey.fingerprint;
    await keys.trusted.revoke({ orgId: ORG, fingerprintPrefix, dryRun: false });
    await refuses(opened, "key_revoked", () => packages.verify(request(good)));
  });
}
