import assert from "node:assert/strict";
import type { OrgId } from "../../../src/domain/ids.ts";
import type { PackageHash } from "../../../src/domain/package_hash.ts";
import type { Api } from "../../../src/pages/console/api/connect.ts";
import { Failure } from "../../../src/pages/console/api/failure.ts";
import { judge } from "../../../src/pages/console/judge_package.ts";
import { rightsOf } from "../../../src/pages/console/session.ts";

const orgId = "aaaaaaaa-0000-4000-8000-00000000000a" as OrgId;
const hash = "ab".repeat(32) as PackageHash;

const NOT_BZIP2 = "the package is not a .cloacina archive";

function judged(
  verbs: Partial<Api["package"]>,
  owner: OrgId | null,
  warnings: readonly string[] = [],
) {
  const api = { package: verbs } as Api;
  return judge({ api, orgId, rights: rightsOf({ role: "read", orgId: owner }) }, {
    hash,
    warnings,
  });
}

Deno.test("a token for all organisations is told the engine's answer", async () => {
  const preflight = () =>
    Promise.resolve(
      {
        answer: "untrusted_signer",
        reason: "nobody trusts it",
        warnings: ["w"],
        signer: null,
      } as const,
    );
  assert.deepEqual(await judged({ preflight }, null), {
    isGood: false,
    title: "The engine's server would refuse it: untrusted_signer.",
    reason: "nobody trusts it",
    warnings: ["w"],
  });
});

Deno.test("a file that the engine refuses is not good, whoever signed it", async () => {
  const report = { answer: "accepted", reason: "r", warnings: ["w"], signer: null } as const;
  const preflight = () => Promise.resolve(report);
  const refused = await judged({ preflight }, null, [NOT_BZIP2]);
  assert.deepEqual(refused, {
    isGood: false,
    title: "The engine's server would accept the signature, not the file.",
    reason: "r",
    warnings: [NOT_BZIP2, "w"],
  });
  const { isGood, title } = await judged({ preflight }, null);
  assert.deepEqual([isGood, title], [true, "The engine's server would accept it."]);
  const verify = () => Promise.resolve({ key: { name: "k" }, isFromStandby: false } as never);
  assert.equal((await judged({ verify }, orgId)).isGood, true);
  assert.equal((await judged({ verify }, orgId, [NOT_BZIP2])).isGood, false);
});

Deno.test("a refusal is a verdict of its code, and a server that is away is none", async () => {
  const failing = (kind: Failure["kind"]) => ({
    verify: () => Promise.reject(new Failure(kind, "Cannot", "key_revoked")),
  });
  const { isGood, title } = await judged(failing("refused"), orgId);
  assert.deepEqual([isGood, title], [false, "It does not verify: key_revoked."]);
  await assert.rejects(judged(failing("unavailable"), orgId), { kind: "unavailable" });
  await assert.rejects(judged(failing("signed out"), orgId), { kind: "signed out" });
});
