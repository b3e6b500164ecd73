import type { Bytes } from "../../crypto/bytes.ts";

/** What a private key file holds: the 32-byte seed and, in some formats, the public key that it claims to have. */
export interface KeyHalves {
  readonly seed: Bytes;
  readonly claimedPublicKey?: Bytes;
}

/** The same behind a passphrase. OpenSSH claims the public key in the clear. */
export interface LockedKeyHalves {
  readonly claimedPublicKey?: Bytes;
  /** Throws `wrong_passphrase`, and `invalid_key` where the passphrase is right and the key is not. */
  readonly unlock: (passphrase: string) => Promise<KeyHalves>;
}
