import assert from "node:assert/strict";
import type { CliContext } from "../../../src/cli/context.ts";
import { warnOfBlockers } from "../../../src/cli/package/blockers.ts";
import type { Fingerprint } from "../../../src/domain/fingerprint.ts";
import type { OrgId } from "../../../src/domain/ids.ts";
import type { PackageHash } from "../../../src/domain/package_hash.ts";
import type { Blocker } from "../../../src/domain/stored_signature.ts";

const orgId = "7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11" as OrgId;
const hash = "01".repeat(32) as PackageHash;
const signer = "02".repeat(32) as Fingerprint;

/** What is hinted at for a row, damaged or not, by what could be read of it. */
async function hintOf(
  read: Omit<Blocker, "reason">,
  reason: Blocker["reason"] = "malformed_signature",
): Promise<string> {
  const told: string[] = [];
  const terminal = { tell: (text: string) => Promise.resolve(void told.push(text)) };
  const blockers = new Map([[hash, { ...read, reason }]]);
  await warnOfBlockers({ terminal } as unknown as CliContext, { orgId, blockers });
  return told.join().split("; ").at(-1)!;
}

Deno.test("what stands before a signature is removed by its signer, else by its ID, and without one not at all", async () => {
  assert.deepEqual(
    [
      await hintOf({ id: "7", signer }),
      await hintOf({ id: "7", signer: null }),
      await hintOf({ id: null, signer }),
      await hintOf({ id: null, signer: null }),
    ],
    [
      `\`cloacina signatures remove --hash ${hash} --fingerprint ${signer}\` removes it`,
      "`cloacina signatures remove --id 7` removes it",
      "restore it from a backup",
      "restore it from a backup",
    ],
  );
});

Deno.test("that another organisation may need a signature is said where it may", async () => {
  const reasons = [
    "untrusted_signer",
    "key_revoked",
    "key_integrity",
    "invalid_signature",
  ] as const;
  const hints = await Promise.all(reasons.map((reason) => hintOf({ id: "7", signer }, reason)));
  const unless = ", unless it is the last good one of another organisation";
  assert.deepEqual(hints.map((hint) => hint.split(" removes it")[1]), [unless, unless, unless, ""]);
});
