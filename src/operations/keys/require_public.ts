import { type Fingerprint, seedFingerprint } from "../../domain/fingerprint.ts";
import type { PublicKey } from "../../domain/public_key.ts";
import { CloacinaError } from "../../errors.ts";
import type { Operations } from "../operations.ts";

/**
 * Throws `invalid_key` for a public key whose bytes are the seed of a known key of any organisation: if it were
 * trusted, lists would reveal the seed. `action` reads "trust the key".
 */
export async function requirePublic(
  isKnown: Operations["keys"]["isKnown"],
  { bytes }: PublicKey,
  action: string,
): Promise<void> {
  const fingerprint = await seedFingerprint(bytes);
  if (await isKnown({ orgId: null, fingerprint })) throw knownPrivateKey(action, fingerprint);
}

/**
 * The `invalid_key` for a public key that is the seed of a known key. `action` must not quote it; `fingerprint` is that
 * of the key derived from it.
 */
function knownPrivateKey(action: string, fingerprint: Fingerprint): CloacinaError {
  return new CloacinaError(
    "invalid_key",
    `Cannot ${action}: it is the private key of the public key ${fingerprint}, which the store knows`,
    { hint: "nothing was trusted; keep the file secret: whoever reads it can sign with that key" },
  );
}
