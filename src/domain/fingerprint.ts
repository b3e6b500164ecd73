import { ed25519Signer } from "../crypto/ed25519.ts";
import { sha256 } from "../crypto/sha256.ts";

declare const brand: unique symbol;

/** Lower-case hex SHA-256 of the 32 raw public key bytes: 64 characters. */
export type Fingerprint = string & { readonly [brand]: "fingerprint" };

/** The fingerprint of a 32-byte public key. */
export async function fingerprintOf(publicKey: Uint8Array<ArrayBuffer>): Promise<Fingerprint> {
  return (await sha256(publicKey)).toHex() as Fingerprint;
}

/** The fingerprint of the public key that is derived from 32 bytes as a seed. */
export async function seedFingerprint(bytes: Uint8Array): Promise<Fingerprint> {
  const { publicKey } = await ed25519Signer(bytes);
  return await fingerprintOf(publicKey);
}
