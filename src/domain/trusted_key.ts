import type { OrgId } from "./ids.ts";
import type { PublicKey } from "./public_key.ts";

/** A row by which an organisation trusts a key, its own or that of one that it grants trust to. */
export interface TrustedKeyInfo {
  readonly publicKey: PublicKey;
  readonly name: string | null;
  /** Whose trust it is: the organisation itself, or the child that it granted trust to. */
  readonly trustedBy: OrgId;
  readonly trustedAt: Date;
  readonly revokedAt: Date | null;
  /** Whether it counts now: neither this row nor the organisation's own row for the key is revoked, and it has no fault. */
  readonly isTrusted: boolean;
  /** As for a signing key. */
  readonly fault: string | null;
}

/** A key that is trusted now, and what its row said before. */
export interface KeyTrust extends TrustedKeyInfo {
  /** True where it was trusted already: nothing was changed. */
  readonly wasTrusted: boolean;
  /** When the organisation had revoked its trust in it; null where it had not. */
  readonly wasRevokedAt: Date | null;
}
