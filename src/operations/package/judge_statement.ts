import type { HashedPackage } from "../../domain/package_hash.ts";
import { isDemanding, type Statement } from "../../domain/statement.ts";
import type { Stated } from "./stated.ts";

/**
 * Judges the statement of a signature that was verified before: it must be signed by the same key, be about the package,
 * not have expired, and claim what is required. Null if there is none and none is demanded, as with most signatures: then
 * nothing is loaded. Throws `invalid_signature`, `malformed_signature`, `package_tampered`, `signature_expired` or
 * `claim_mismatch`, in this order.
 */
export async function judgeStatement(
  hashedPackage: HashedPackage,
  stated: Stated,
): Promise<Statement | null> {
  if (stated.signature.statement === undefined && !isDemanding(stated.demands)) return null;
  const { demandStatement } = await import("./demand_statement.ts");
  return await demandStatement(hashedPackage, stated);
}
