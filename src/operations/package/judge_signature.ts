import type { HashedPackage } from "../../domain/package_hash.ts";
import type { PackageSignature } from "../../domain/signature.ts";
import { NO_DEMANDS, type Statement, type StatementDemands } from "../../domain/statement.ts";
import { requireSameHash } from "../../domain/trust.ts";
import type { Verdict } from "../../domain/verdict.ts";
import { requireTrustedSigner } from "../trust/judge_signer.ts";
import type { TrustLookup } from "../trust/load_trust.ts";
import { judgeStatement } from "./judge_statement.ts";
import { verifyPackage } from "./verify.ts";

/** By what a signature is judged. */
interface Judging {
  readonly lookup: TrustLookup;
  readonly now: Date;
  readonly demands?: StatementDemands | undefined;
}

/** A signature that holds, and what it states: null if nothing. */
export interface Judged {
  readonly verdict: Verdict;
  readonly statement: Statement | null;
}

/**
 * Verifies one signature of a package against an organisation's trust: docs/architecture.md, "Trust", from step 3. The
 * hash must be computed from the package, not taken from the signature. Throws `package_tampered`, `key_revoked`,
 * `key_integrity`, `untrusted_signer` or `invalid_signature`, in this order; then the errors of `judgeStatement`.
 */
export async function judgeSignature(
  hashedPackage: HashedPackage,
  signature: PackageSignature,
  { lookup, now, demands = NO_DEMANDS }: Judging,
): Promise<Judged> {
  requireSameHash(signature, hashedPackage);
  const facts = await lookup(signature.keyFingerprint);
  const key = requireTrustedSigner(facts, signature, hashedPackage);
  const { publicKey, trustedBy: source } = key;
  await verifyPackage(hashedPackage, signature, [{ publicKey, source }]);
  const statement = await judgeStatement(hashedPackage, { signature, publicKey, demands, now });
  return { verdict: { signature, key }, statement };
}
