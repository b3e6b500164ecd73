import type { OrgId } from "./ids.ts";
import type { PackageHash } from "./package_hash.ts";
import type { SigningKeyInfo } from "./signing_key.ts";
import type { TrustedKeyInfo } from "./trusted_key.ts";

/** What a revocation does to signatures that are stored, for the organisation whose trust it is. */
export interface RevocationImpact {
  /** Signatures that stop verifying, oldest first, with whether their package keeps another good one. */
  readonly signatures: readonly {
    readonly packageHash: PackageHash;
    readonly keepsAnother: boolean;
  }[];
  /** True where there are more than are listed. */
  readonly isCutOff: boolean;
}

/** What was revoked, or would be, and by whom the key is trusted besides. */
export interface TrustRevocation {
  readonly key: TrustedKeyInfo;
  /**
   * Organisations that this one grants trust to and that still trust the key. Nothing of theirs counts here any more,
   * but the engine follows them even against the organisation's own revocation.
   */
  readonly stillTrustedBy: readonly OrgId[];
  readonly impact: RevocationImpact;
  /** True where nothing was changed: it was only asked what would be. */
  readonly isDryRun: boolean;
}

/** What was done to a signing key, or would be, and whether its organisation still trusts it. */
export interface SigningKeyRevocation extends Omit<TrustRevocation, "key"> {
  readonly key: SigningKeyInfo;
  readonly isStillTrusted: boolean;
}
