import { hasExpired } from "../../domain/expiry.ts";
import { refusalOfTerms } from "../../domain/statable.ts";
import type { StatementTerms } from "../../domain/statement.ts";
import { CloacinaError } from "../../errors.ts";

/** Throws `invalid_request` for what was meant otherwise, or holds a secret. */
export function requireStatable(terms: StatementTerms, now: Date): void {
  const refusal = hasExpired(terms.expires, now) ? "it has expired already" : refusalOfTerms(terms);
  if (refusal === undefined) return;
  throw new CloacinaError("invalid_request", `Cannot sign the statement: ${refusal}`);
}
