import assert from "node:assert/strict";
import type { OrgId } from "../../../src/domain/ids.ts";
import type { PreflightReport } from "../../../src/domain/preflight.ts";
import type { ErrorCode } from "../../../src/errors.ts";
import type { Operations } from "../../../src/operations/operations.ts";
import {
  CHILD,
  GRANDCHILD,
  ORG,
  putSignature,
  signed,
  TEST_KEYS,
  testHash,
  withKit,
} from "../kit.ts";

type Step = (operations: Operations) => Promise<unknown>;

/** What happened, what `package verify` says for ORG afterwards (null: it passes), and what the engine would answer. */
type Row = readonly [string, readonly Step[], ErrorCode | null, PreflightReport["answer"]];

const [key, other] = TEST_KEYS;
const hash = testHash(1);

function trust(orgId: OrgId, { publicKey } = key): Step {
  return ({ keys }) => keys.trust({ orgId, publicKey, name: null });
}

function distrust(orgId: OrgId): Step {
  const fingerprintPrefix = key.publicKey.fingerprint;
  return ({ keys }) => keys.trusted.revoke({ orgId, fingerprintPrefix, dryRun: false });
}

function grant(parent: OrgId, child: OrgId): Step {
  return ({ orgs }) => orgs.grantTrust({ parent, child });
}

function ungrant(parent: OrgId, child: OrgId): Step {
  return ({ orgs }) => orgs.revokeTrust({ parent, child });
}

const inherited = [trust(CHILD), grant(ORG, CHILD)];

const TABLE: readonly Row[] = [
  ["nothing", [], "untrusted_signer", "untrusted_signer"],
  ["direct", [trust(ORG)], null, "accepted"],
  ["another key", [trust(ORG, other)], "untrusted_signer", "untrusted_signer"],
  ["another organisation", [trust(CHILD)], "untrusted_signer", "untrusted_signer"],
  ["granted", inherited, null, "accepted"],
  ["granted before the key", [grant(ORG, CHILD), trust(CHILD)], null, "accepted"],
  [
    "granted the other way",
    [trust(CHILD), grant(CHILD, ORG)],
    "untrusted_signer",
    "untrusted_signer",
  ],
  [
    "granted twice removed",
    [trust(GRANDCHILD), grant(ORG, CHILD), grant(CHILD, GRANDCHILD)],
    "untrusted_signer",
    "untrusted_signer",
  ],
  ["revoked key", [trust(ORG), distrust(ORG)], "key_revoked", "untrusted_signer"],
  ["key trusted again", [trust(ORG), distrust(ORG), trust(ORG)], null, "accepted"],
  ["revoked by the child", [...inherited, distrust(CHILD)], "untrusted_signer", "untrusted_signer"],
  [
    "revoked grant",
    [...inherited, ungrant(ORG, CHILD)],
    "untrusted_signer",
    "untrusted_signer",
  ],
  ["regranted", [...inherited, ungrant(ORG, CHILD), grant(ORG, CHILD)], null, "accepted"],
  ["trusted by both", [...inherited, trust(ORG)], null, "accepted"],
  ["trusted by both, child revoked", [...inherited, trust(ORG), distrust(CHILD)], null, "accepted"],
  [
    "trusted by both, own revoked: here it wins, the engine forgets it",
    [...inherited, trust(ORG), distrust(ORG)],
    "key_revoked",
    "accepted",
  ],
  [
    "trusted by two children, one revoked",
    [...inherited, trust(GRANDCHILD), grant(ORG, GRANDCHILD), distrust(CHILD)],
    null,
    "accepted",
  ],
];

for (const [what, steps, expected, answer] of TABLE) {
  Deno.test(`trust: ${what}: ${expected ?? "passes"}; the engine: ${answer}`, async () => {
    await withKit(async (kit) => {
      for (const step of steps) await step(kit.operations);
      putSignature(kit, await signed(key, hash));
      const request = { orgId: ORG, name: "pkg", hash, signature: null };
      const code = await kit.operations.package.verify(request).then(() => null, (e) => e.code);
      assert.equal(code, expected);
      const report = await kit.operations.package.preflight({ orgId: ORG, hash });
      assert.equal(report.answer, answer);
      const isTrap = expected === "key_revoked" && answer === "accepted";
      assert.equal(report.warnings.length, isTrap ? 1 : 0);
    });
  });
}
