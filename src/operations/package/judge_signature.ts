import type { HashedPackage } from "../../domain/package_hash.ts";
import type { PackageSignature } from "../../domain/signature.ts";
import { requireSameHash } from "../../domain/trust.ts";
import type { Verdict } from "../../domain/verdict.ts";
import { judgeSigner } from "../trust/judge_signer.ts";
import type { TrustLookup } from "../trust/load_trust.ts";
import { verifyPackage } from "./verify.ts";

/**
 * Verifies one signature of a package against an organisation's trust: docs/architecture.md, "Trust", from step 3. The
 * hash must be computed from the package, not taken from the signature. Throws `package_tampered`, `key_revoked`,
 * `key_integrity`, `untrusted_signer` or `invalid_signature`, in this order.
 */
export async function judgeSignature(
  hashedPackage: HashedPackage,
  signature: PackageSignature,
  lookup: TrustLookup,
): Promise<Verdict> {
  requireSameHash(signature, hashedPackage);
  const facts = await lookup(signature.keyFingerprint);
  const key = judgeSigner(facts, `verify ${hashedPackage.name}`);
  const trusted = key === null ? [] : [{ publicKey: key.publicKey, source: key.trustedBy, key }];
  const signer = await verifyPackage(hashedPackage, signature, trusted);
  return { signature, key: signer.key };
}
