import type { HashedPackage } from "../../domain/package_hash.ts";
import type { PackageSignature } from "../../domain/signature.ts";
import { standingOf, type TrustFacts, untrustedSigner } from "../../domain/trust.ts";
import type { TrustedKeyInfo } from "../../domain/trusted_key.ts";
import { CloacinaError } from "../../errors.ts";
import { firstConsistent } from "./trusted_key_info.ts";

/**
 * The organisation's trusted key of a signature's signer, by the facts about it: from the first consistent row. Throws
 * `key_revoked` if the organisation itself revoked it, `key_integrity` if no row is consistent, or a damaged row leaves
 * it unclear whether it is trusted, and `untrusted_signer`. `name` is the package's, as messages have it.
 */
export function requireTrustedSigner(
  facts: TrustFacts,
  signature: Pick<PackageSignature, "keyFingerprint">,
  { name }: Pick<HashedPackage, "name">,
): TrustedKeyInfo {
  const standing = standingOf(facts);
  if (standing.kind === "unknown") throw untrustedSigner(signature, name);
  if (standing.kind === "revoked") throw revoked(facts, standing.at, name);
  if (standing.kind === "unclear") throw unclear(facts, standing.fault, name);
  const key = firstConsistent(standing.rows);
  if (key.isTrusted) return key;
  throw lying(facts, key, name);
}

function revoked({ fingerprint, orgId }: TrustFacts, at: Date, name: string): CloacinaError {
  return new CloacinaError(
    "key_revoked",
    `Cannot verify ${name}: organisation ${orgId} revoked its trust in the signer ${fingerprint} at ${at.toISOString()}`,
  );
}

function unclear({ fingerprint }: TrustFacts, fault: string, name: string): CloacinaError {
  return new CloacinaError(
    "key_integrity",
    `Cannot verify ${name}: whether the signer ${fingerprint} is trusted cannot be told, as ${fault}`,
  );
}

function lying(
  { fingerprint }: TrustFacts,
  { trustedBy, fault }: TrustedKeyInfo,
  name: string,
): CloacinaError {
  return new CloacinaError(
    "key_integrity",
    `Cannot verify ${name}: the trusted key ${fingerprint} of organisation ${trustedBy} cannot be relied on: ${fault}`,
  );
}
