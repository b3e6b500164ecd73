import assert from "node:assert/strict";
import type { OrgId } from "../../../src/domain/ids.ts";
import type { PackageHash } from "../../../src/domain/package_hash.ts";
import type { Api } from "../../../src/pages/console/api/connect.ts";
import { Failure } from "../../../src/pages/console/api/failure.ts";
import { judge } from "../../../src/pages/console/judge_package.ts";
import { rightsOf } from "../../../src/pages/console/session.ts";

const orgId = "aaaaaaaa-0000-4000-8000-00000000000a" as OrgId;
const hash = "ab".repeat(32) as PackageHash;

function judged(verbs: Partial<Api["package"]>, owner: OrgId | null) {
  const api = { package: verbs } as Api;
  return judge({ api, orgId, rights: rightsOf({ role: "read", orgId: owner }) }, hash);
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
    title: "The engine would refuse it: untrusted_signer",
    reason: "nobody trusts it",
    warnings: ["w"],
  });
});

Deno.test("a refusal is a verdict of its code, and a server that is away is none", async () => {
  const failing = (kind: Failure["kind"]) => ({
    verify: () => Promise.reject(new Failure(kind, "Cannot", "key_revoked")),
  });
  const { isGood, title } = await judged(failing("refused"), orgId);
  assert.deepEqual([isGood, title], [false, "It does not verify: key_revoked"]);
  await assert.rejects(judged(failing("unavailable"), orgId), { kind: "unavailable" });
  await assert.rejects(judged(failing("signed out"), orgId), { kind: "signed out" });
});
