import type { Bytes } from "../../crypto/bytes.ts";

/** The content of a private key file: the 32-byte seed and, in some formats, an unverified public key. */
export interface KeyHalves {
  readonly seed: Bytes;
  readonly claimedPublicKey?: Bytes;
}

/** The same, encrypted with a passphrase. OpenSSH stores the public key unencrypted. */
export interface LockedKeyHalves {
  readonly claimedPublicKey?: Bytes;
  /** Throws `wrong_passphrase`, or `invalid_key` if the passphrase is right but the key is invalid. */
  readonly unlock: (passphrase: string) => Promise<KeyHalves>;
}
