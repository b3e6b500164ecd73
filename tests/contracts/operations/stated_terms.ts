import { NO_DEMANDS, type StatementDemands } from "../../../src/domain/statement.ts";
import type { ErrorCode } from "../../../src/errors.ts";

const EXPIRES = new Date("2300-01-01T00:00:00Z");

/** Claims, an expiry, and a provenance. */
export const TERMS = {
  claims: { name: "pkg", version: "1.4.0" },
  expires: EXPIRES,
  predicate: { type: "https://slsa.dev/provenance/v1", json: '{"n": 1.0}' },
};

/** What demands that a claim is so. */
export function claiming(claim: string, value: string): StatementDemands {
  return { ...NO_DEMANDS, requirements: [{ claim, value }] };
}

/** What demands a statement of any kind. */
export const ANY_STATEMENT: StatementDemands = { ...NO_DEMANDS, isRequired: true };

/** The verdict on a signature that states `TERMS`; null where it passes. */
export const VERDICTS: readonly (readonly [demands: StatementDemands, code: ErrorCode | null])[] = [
  [NO_DEMANDS, null],
  [ANY_STATEMENT, null],
  [claiming("version", ">=1.2 <2"), null],
  [claiming("version", ">=2"), "claim_mismatch"],
  [claiming("channel", "stable"), "claim_mismatch"],
  [{ ...NO_DEMANDS, at: new Date(EXPIRES.getTime() - 1000) }, null],
  [{ ...NO_DEMANDS, at: EXPIRES }, "signature_expired"],
];
