import assert from "node:assert/strict";
import { faultOfRequirement } from "../../../src/domain/claims.ts";
import { statementDemandsField } from "../../../src/contract/statements.ts";
import { readDemands } from "../../../src/cli/package/statement_demands.ts";

const BLANK = ["", " ", "||", " || ", ">=1.2 ||", "|| >=1.2", "1 || || 2", "\u00a0"];

Deno.test("a requirement that would pass everything is none, by a flag or in a request", () => {
  const refused = [...BLANK.map((value) => ["version", value]), ["name", ""], ["channel", ""]];
  for (const [claim, value] of refused as [string, string][]) {
    const asked = `${claim}=${value}`;
    assert.throws(() => readDemands({ require: [asked] }), { code: "invalid_request" }, asked);
    const sent = statementDemandsField.safeParse({ require: [{ claim, value }] });
    assert.ok(!sent.success, asked);
  }
});

Deno.test("what is required of a claim is a value, or ranges of versions", () => {
  for (const value of ["*", "x", "1.2.0", ">=1.2 <2", "<1 || ^2", "1 - 2"]) {
    assert.equal(faultOfRequirement({ claim: "version", value }), undefined);
    readDemands({ require: [`version=${value}`] });
  }
  assert.equal(faultOfRequirement({ claim: "channel", value: "||" }), undefined);
  assert.match(faultOfRequirement({ claim: "Name", value: "x" })!, /no name of a claim$/);
});
