import type { HashedPackage } from "../../domain/package_hash.ts";
import type { PackageSignature } from "../../domain/signature.ts";
import { standingOf, type TrustFacts, untrustedSigner } from "../../domain/trust.ts";
import type { TrustedKeyInfo } from "../../domain/trusted_key.ts";
import { CloacinaError } from "../../errors.ts";
import { firstConsistent } from "./trusted_key_info.ts";

/**
 * The trusted key of the organisation, from the first consistent row; null if it is not trusted. Throws `key_revoked`
 * if the organisation itself revoked it, and `key_integrity` if no row is consistent, or a damaged row leaves it unclear
 * whether it is trusted. `action` reads `verify "pkg.cloacina"`.
 */
export function judgeSigner(facts: TrustFacts, action: string): TrustedKeyInfo | null {
  const standing = standingOf(facts);
  if (standing.kind === "unknown") return null;
  if (standing.kind === "revoked") throw revoked(facts, standing.at, action);
  if (standing.kind === "unclear") throw unclear(facts, standing.fault, action);
  const key = firstConsistent(standing.rows);
  if (key.isTrusted) return key;
  throw lying(facts, key, action);
}

/**
 * The trusted key of a signature's signer, by the facts about it. Throws as `judgeSigner`, and `untrusted_signer`.
 * `name` is the package's, as messages have it.
 */
export function requireTrustedSigner(
  facts: TrustFacts,
  signature: Pick<PackageSignature, "keyFingerprint">,
  { name }: Pick<HashedPackage, "name">,
): TrustedKeyInfo {
  const key = judgeSigner(facts, `verify ${name}`);
  if (key === null) throw untrustedSigner(signature, name);
  return key;
}

function revoked({ fingerprint, orgId }: TrustFacts, at: Date, action: string): CloacinaError {
  return new CloacinaError(
    "key_revoked",
    `Cannot ${action}: organisation ${orgId} revoked its trust in the signer ${fingerprint} at ${at.toISOString()}`,
  );
}

function unclear({ fingerprint }: TrustFacts, fault: string, action: string): CloacinaError {
  return new CloacinaError(
    "key_integrity",
    `Cannot ${action}: whether the signer ${fingerprint} is trusted cannot be told, as ${fault}`,
  );
}

function lying(
  { fingerprint }: TrustFacts,
  { trustedBy, fault }: TrustedKeyInfo,
  action: string,
): CloacinaError {
  return new CloacinaError(
    "key_integrity",
    `Cannot ${action}: the trusted key ${fingerprint} of organisation ${trustedBy} cannot be relied on: ${fault}`,
  );
}
