import assert from "node:assert/strict";
import * as z from "zod/mini";
import { PACKAGES } from "../../../src/contract/packages.ts";
import { faultOfRequirement } from "../../../src/domain/requirement.ts";
import { readDemands } from "../../../src/cli/package/statement_demands.ts";
import { ORG, testHash } from "../../operations/kit.ts";

const BLANK = [
  "",
  " ",
  "||",
  " || ",
  ">=1.2 ||",
  "|| >=1.2",
  "1 || || 2",
  "\u00a0",
  "+b",
  " +1.2",
  ">=1.2 || +b",
];

const NO_RANGES = ["not a range", ">>2", "1.2.3.4", "latest", ">=1.2 <two", "1 || two"];

const required = (claim: string, value: string) => ({
  org_id: ORG,
  package_hash: testHash(1),
  require: [{ claim, value }],
});

async function assertRefused(claim: string, value: string): Promise<void> {
  const asked = `${claim}=${value}`;
  await assert.rejects(readDemands({ require: [asked] }), { code: "invalid_request" }, asked);
  const sent = await z.safeDecodeAsync(PACKAGES.verify.body!, required(claim, value));
  assert.ok(!sent.success, asked);
}

Deno.test("a requirement that would pass everything is none, by a flag or in a request", async () => {
  for (const value of BLANK) await assertRefused("version", value);
  for (const claim of ["name", "channel"]) await assertRefused(claim, "");
});

Deno.test("a requirement that no version could meet is none, by a flag or in a request", async () => {
  for (const value of NO_RANGES) await assertRefused("version", value);
});

Deno.test("what is required of a claim is a value, or ranges of versions", async () => {
  for (const value of ["*", "x", "1.2.0", "1.2.0+b", ">=1.2 <2", "<1 || ^2", "1 - 2"]) {
    assert.equal(await faultOfRequirement({ claim: "version", value }), undefined);
    await readDemands({ require: [`version=${value}`] });
    const sent = await z.safeDecodeAsync(PACKAGES.verify.body!, required("version", value));
    assert.ok(sent.success, value);
  }
  assert.equal(await faultOfRequirement({ claim: "channel", value: "||" }), undefined);
  assert.match((await faultOfRequirement({ claim: "Name", value: "x" }))!, /no name of a claim$/);
});
