import { ed25519Signer } from "../crypto/ed25519.ts";
import { type Fingerprint, fingerprintOf } from "./fingerprint.ts";

/** The fingerprint of the public key that 32 bytes make, if they are the seed of a private one. */
export async function seedFingerprint(bytes: Uint8Array): Promise<Fingerprint> {
  const { publicKey } = await ed25519Signer(bytes);
  return await fingerprintOf(publicKey);
}
