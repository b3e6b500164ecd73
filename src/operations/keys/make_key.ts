import { ed25519Signer, KEY_LENGTH } from "../../crypto/ed25519.ts";
import { type PublicKey, toPublicKey } from "../../domain/public_key.ts";
import type { RandomBytes } from "../../formats/random_bytes.ts";

/** A new key pair. The caller stores the 32-byte seed and wipes it. */
interface NewKey {
  readonly seed: Uint8Array<ArrayBuffer>;
  readonly publicKey: PublicKey;
}

/** Generates an Ed25519 key pair: the seed is 32 random bytes (RFC 8032, section 5.1.5). */
export async function makeKey(random: RandomBytes): Promise<NewKey> {
  const seed = random(KEY_LENGTH);
  const { publicKey } = await ed25519Signer(seed);
  return { seed, publicKey: toPublicKey(publicKey) };
}
