import type { KeyId, OrgId } from "./ids.ts";
import type { PublicKey } from "./public_key.ts";

/** A signing key without its seed. */
export interface SigningKeyInfo {
  readonly id: KeyId;
  readonly orgId: OrgId;
  readonly name: string;
  readonly publicKey: PublicKey;
  readonly createdAt: Date;
  readonly revokedAt: Date | null;
  /**
   * What is wrong with the row, in words. Then the public key is only what the row claims, and nothing is done with it
   * but showing it in a list and revoking it; null where it was checked.
   */
  readonly fault: string | null;
}

/** A key that took the place of another one, which no longer signs. */
export interface KeyRotation {
  readonly oldKey: SigningKeyInfo;
  readonly newKey: SigningKeyInfo;
  /** Whether the organisation still trusts the old one. */
  readonly oldIsTrusted: boolean;
}
