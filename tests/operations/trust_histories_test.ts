import assert from "node:assert/strict";
import fc from "fast-check";
import type { OrgId } from "../../src/domain/ids.ts";
import { CloacinaError, type ErrorCode } from "../../src/errors.ts";
import {
  applied,
  isEffective,
  NO_TRUST,
  standingInModel,
  type TrustAction,
  type TrustModel,
} from "../contracts/trust_model.ts";
import { type Kit, signed, testHash, testKey, withKit } from "./kit.ts";

const ORGS = 4;
const KEYS = [await testKey(1), await testKey(2), await testKey(3)] as const;
const RUNS = 200;

const org = fc.nat(ORGS - 1);
const key = fc.nat(KEYS.length - 1);

const actions: fc.Arbitrary<TrustAction> = fc.oneof(
  fc.record({ verb: fc.constantFrom("trust" as const, "distrust" as const), org, key }),
  fc.record({ verb: fc.constantFrom("grant" as const, "ungrant" as const), org, child: org })
    .filter(({ org, child }) => org !== child),
);

/** Does to the store what the action says, and returns the code of a refusal. */
async function perform(
  { operations: { keys, orgs } }: Kit,
  orgIds: readonly OrgId[],
  action: TrustAction,
): Promise<ErrorCode | null> {
  const orgId = orgIds[action.org]!;
  const work = () => {
    if ("child" in action) {
      const pair = { parent: orgId, child: orgIds[action.child]! };
      return action.verb === "grant" ? orgs.grantTrust(pair) : orgs.revokeTrust(pair);
    }
    const { publicKey } = KEYS[action.key]!;
    const fingerprintPrefix = publicKey.fingerprint;
    return action.verb === "trust"
      ? keys.trust({ orgId, publicKey, name: null })
      : keys.trusted.revoke({ orgId, fingerprintPrefix, dryRun: false });
  };
  return await work().then(() => null, (error: CloacinaError) => error.code);
}

/** What a refusal must be: a revocation of nothing, or a grant that stands already. */
function expectedRefusal(model: TrustModel, action: TrustAction): ErrorCode | null {
  if (!isEffective(model, action)) {
    const wasTrusted = action.verb === "distrust" &&
      model.trusted.has(`${action.org} ${action.key}`);
    return wasTrusted ? "key_revoked" : "trust_not_found";
  }
  const isGranted = action.verb === "grant" &&
    model.grants.get(`${action.org} ${action.child}`)?.isActive === true;
  return isGranted ? "trust_exists" : null;
}

/** How `package verify` answers for the organisation and the key. */
async function verdict({ operations }: Kit, orgId: OrgId, number: number): Promise<string> {
  const signature = await signed(KEYS[number]!, testHash(1));
  const request = { orgId, name: "pkg", hash: testHash(1), signature };
  return await operations.package.verify(request)
    .then(({ key }) => key.trustedBy, (error: CloacinaError) => error.code);
}

Deno.test(`verification follows the model of trust through ${RUNS} random histories`, async () => {
  await withKit(async (kit) => {
    await fc.assert(
      fc.asyncProperty(fc.array(actions, { maxLength: 20 }), async (history) => {
        const orgIds = Array.from({ length: ORGS }, () => crypto.randomUUID() as OrgId);
        let model = NO_TRUST;
        for (const action of history) {
          const refusal = await perform(kit, orgIds, action);
          assert.equal(refusal, expectedRefusal(model, action));
          if (refusal === null) model = applied(model, action, crypto.randomUUID());
        }
        for (const [orgNumber, orgId] of orgIds.entries()) {
          for (const keyNumber of KEYS.keys()) {
            const standing = standingInModel(model, orgNumber, keyNumber);
            const outcome = await verdict(kit, orgId, keyNumber);
            if (standing === "revoked") assert.equal(outcome, "key_revoked");
            else if (standing.length === 0) assert.equal(outcome, "untrusted_signer");
            else if (standing.includes(orgNumber)) assert.equal(outcome, orgId);
            else assert.ok(standing.map((number) => orgIds[number]).includes(outcome as OrgId));
          }
        }
      }),
      { numRuns: RUNS },
    );
  });
});
