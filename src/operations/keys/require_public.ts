import { knownPrivateKey } from "../../domain/known_private_key.ts";
import type { PublicKey } from "../../domain/public_key.ts";
import { seedFingerprint } from "../../domain/seed_fingerprint.ts";
import type { Operations } from "../operations.ts";

/**
 * Throws `invalid_key` for a public key whose bytes are the private key of one that is known, of whichever organisation:
 * once trusted, its secret would be in every list. `action` reads "trust the key".
 */
export async function requirePublic(
  isKnown: Operations["keys"]["isKnown"],
  { bytes }: PublicKey,
  action: string,
): Promise<void> {
  const fingerprint = await seedFingerprint(bytes);
  if (await isKnown({ orgId: null, fingerprint })) throw knownPrivateKey(action, fingerprint);
}
