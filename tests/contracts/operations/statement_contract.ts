import assert from "node:assert/strict";
import type { ErrorCode } from "../../../src/errors.ts";
import { NO_DEMANDS, type StatementDemands } from "../../../src/domain/statement.ts";
import { ORG, TEST_KEYS, testHash } from "../../operations/kit.ts";
import { putKey, putTrust, type RegisterTest } from "./opened_operations.ts";

const [key] = TEST_KEYS;
const reference = { text: "key", orgId: ORG } as const;
const hash = testHash(3);
const EXPIRES = new Date("2300-01-01T00:00:00Z");
const TERMS = {
  claims: { name: "pkg", version: "1.4.0" },
  expires: EXPIRES,
  predicate: { type: "https://slsa.dev/provenance/v1", json: '{"n": 1.0}' },
};

const claiming = (claim: string, value: string): StatementDemands => ({
  ...NO_DEMANDS,
  requirements: [{ claim, value }],
});

const VERDICTS: readonly (readonly [demands: StatementDemands, code: ErrorCode | null])[] = [
  [{ ...NO_DEMANDS, isRequired: true }, null],
  [claiming("version", ">=1.2 <2"), null],
  [claiming("version", ">=2"), "claim_mismatch"],
  [claiming("channel", "stable"), "claim_mismatch"],
  [{ ...NO_DEMANDS, at: new Date(EXPIRES.getTime() - 1000) }, null],
  [{ ...NO_DEMANDS, at: EXPIRES }, "signature_expired"],
];

/** What a signature states, wherever the key is. */
export function statementContract(test: RegisterTest): void {
  test("a key that stays where it is signs a statement, which is then required", async (opened) => {
    const { operations } = opened;
    await putKey(opened, key, { name: "key" });
    await putTrust(opened, key, { name: "vendor" });
    const { signatures: [signature] } = await operations.package.sign({
      ...{ reference, hashes: [hash], store: false },
      terms: TERMS,
    });
    const given = { orgId: ORG, name: '"pkg.so"', hash, signature: signature! };
    for (const [demands, code] of VERDICTS) {
      const verdict = operations.package.verify({ ...given, demands });
      if (code !== null) await assert.rejects(verdict, { code }, JSON.stringify(demands));
      else assert.deepEqual((await verdict).signature, signature);
    }
    const { statement: _, ...bare } = signature!;
    const demands = { ...NO_DEMANDS, isRequired: true };
    await assert.rejects(operations.package.verify({ ...given, signature: bare, demands }), {
      code: "claim_mismatch",
    });
  });

  test("a statement that has expired already is not signed, nor told to be", async (opened) => {
    await putKey(opened, key, { name: "key" });
    const work = opened.operations.package.sign({
      ...{ reference, hashes: [hash], store: false },
      terms: { ...TERMS, expires: new Date("2001-01-01T00:00:00Z") },
    });
    await assert.rejects(work, { code: "invalid_request" });
  });

  test("what a store does not keep is not stated, nor is nothing", async (opened) => {
    await putKey(opened, key, { name: "key" });
    const asked = { reference, hashes: [hash], store: true };
    await assert.rejects(opened.operations.package.sign({ ...asked, terms: TERMS }), {
      code: "invalid_request",
      message: "Cannot sign the statement: stores keep signatures alone",
    });
    const nothing = { claims: {}, expires: null, predicate: null };
    const work = opened.operations.package.sign({ ...asked, store: false, terms: nothing });
    await assert.rejects(work, { code: "invalid_request", message: /it states nothing$/ });
  });
}
