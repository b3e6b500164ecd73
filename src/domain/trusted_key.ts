import type { OrgId } from "./ids.ts";
import type { PublicKey } from "./public_key.ts";

/** A trusted key of an organisation: its own row, or that of an organisation that it grants trust to. */
export interface TrustedKeyInfo {
  /** The ID of its row. */
  readonly id: string;
  readonly publicKey: PublicKey;
  readonly name: string | null;
  /** The organisation that trusts the key: this one, or a child that it grants trust to. */
  readonly trustedBy: OrgId;
  readonly trustedAt: Date;
  readonly revokedAt: Date | null;
  /**
   * Whether the key is trusted: neither this row nor the organisation's own row for the key is revoked, and it has no
   * fault.
   */
  readonly isTrusted: boolean;
  /** As for a signing key. */
  readonly fault: string | null;
}

/** A trusted key, and its previous state. */
export interface KeyTrust extends TrustedKeyInfo {
  /** True if it was trusted already and nothing was changed. */
  readonly wasTrusted: boolean;
  /** When the organisation had revoked its trust; null if it had not. */
  readonly wasRevokedAt: Date | null;
}
