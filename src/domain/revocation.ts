import type { Stored } from "./damaged.ts";
import type { OrgId } from "./ids.ts";
import type { PackageHash } from "./package_hash.ts";
import type { SigningKeyInfo } from "./signing_key.ts";
import type { TrustedKeyInfo } from "./trusted_key.ts";

/** The maximum number of signatures in an impact, which a person reads before deciding. */
export const MAX_IMPACT = 1000;

/** The effect of a revocation on stored signatures, for the organisation that revokes. */
export interface RevocationImpact {
  /**
   * Signatures that stop verifying, oldest first, with whether their package has another valid one, and whether they are
   * the first of their package, which is the only one that the engine reads.
   */
  readonly signatures: readonly {
    readonly packageHash: PackageHash;
    readonly keepsAnother: boolean;
    readonly isFirst: boolean;
  }[];
  /** True if there are more than are listed. */
  readonly isCutOff: boolean;
}

/** What was revoked, or would be in a dry run, and who else trusts the key. */
export interface TrustRevocation {
  readonly key: Stored<TrustedKeyInfo>;
  /**
   * Organisations that this one grants trust to and that still trust the key. Cloacina no longer accepts it through
   * them, but the engine does, despite the revocation.
   */
  readonly stillTrustedBy: readonly OrgId[];
  readonly impact: RevocationImpact;
  /** True if nothing was changed. */
  readonly isDryRun: boolean;
}

/**
 * The result of revoking a signing key, or of a dry run, and whether its organisation still trusts it, or a damaged row
 * may say so.
 */
export interface SigningKeyRevocation extends Omit<TrustRevocation, "key"> {
  readonly key: Stored<SigningKeyInfo>;
  readonly isStillTrusted: boolean;
}
