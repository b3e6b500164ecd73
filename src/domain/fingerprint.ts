import { ed25519Signer } from "../crypto/ed25519.ts";
import { sha256Hex } from "../crypto/sha256.ts";

declare const brand: unique symbol;

/** Lower-case hex SHA-256 of the 32 raw public key bytes: 64 characters. */
export type Fingerprint = string & { readonly [brand]: "fingerprint" };

/** The fingerprint of a 32-byte public key. */
export function fingerprintOf(publicKey: Uint8Array): Fingerprint {
  return sha256Hex(publicKey) as Fingerprint;
}

/** The fingerprint of the public key that is derived from 32 bytes as a seed. */
export async function seedFingerprint(bytes: Uint8Array): Promise<Fingerprint> {
  const { publicKey } = await ed25519Signer(bytes);
  return fingerprintOf(publicKey);
}
