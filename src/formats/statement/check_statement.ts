import type { Ed25519Verifier } from "../../crypto/ed25519.ts";
import { hasExpired } from "../../domain/expiry.ts";
import type { HashedPackage } from "../../domain/package_hash.ts";
import type { SignedStatement, Statement } from "../../domain/statement.ts";
import { CloacinaError } from "../../errors.ts";
import { toRfc3339 } from "../rfc3339.ts";
import { parseStatement, statementMessage } from "./statement.ts";

/**
 * Checks the statement of a signature that was verified: the same key must have signed it, it must be about this package,
 * and not have expired at that time. Throws `invalid_signature`, `malformed_signature`, `package_tampered` or
 * `signature_expired`, in this order.
 */
export async function checkStatement(
  { name, hash }: HashedPackage,
  { payload, signature }: SignedStatement,
  { verify, at }: { readonly verify: Ed25519Verifier; readonly at: Date },
): Promise<Statement> {
  if (!await verify(statementMessage(payload), signature)) {
    throw new CloacinaError(
      "invalid_signature",
      `Cannot verify ${name}: its statement is not signed by the signer's key`,
    );
  }
  const statement = parseStatement(payload, name);
  if (statement.packageHash !== hash) {
    const state = `its statement is about the package ${statement.packageHash}`;
    throw new CloacinaError("package_tampered", `Cannot verify ${name}: ${state}`);
  }
  requireUnexpired(statement, at, name);
  return statement;
}

function requireUnexpired({ expires }: Statement, at: Date, name: string): void {
  if (expires === null || !hasExpired(expires, at)) return;
  throw new CloacinaError(
    "signature_expired",
    `Cannot verify ${name}: its signature expired at ${toRfc3339(expires)}`,
    { hint: "only its signer can renew it, by signing the package again" },
  );
}
