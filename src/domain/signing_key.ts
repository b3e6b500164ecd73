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
   * Describes what is wrong with the row; null if it is consistent. A faulty row is only listed and revoked, and its
   * public key is never used.
   */
  readonly fault: string | null;
}

/** A new key and the key that it replaced, which is revoked for signing. */
export interface KeyRotation {
  readonly oldKey: SigningKeyInfo;
  readonly newKey: SigningKeyInfo;
  /** Whether the organisation still trusts the old key. */
  readonly oldIsTrusted: boolean;
}
