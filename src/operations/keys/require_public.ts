import { type Fingerprint, seedFingerprint } from "../../domain/fingerprint.ts";
import type { PublicKey } from "../../domain/public_key.ts";
import { CloacinaError } from "../../errors.ts";
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

/**
 * The `invalid_key` of bytes given for a public key that are the private half of one that is known. `action` says where
 * they were given, by no more than a name; `fingerprint` is of the key that they make.
 */
function knownPrivateKey(action: string, fingerprint: Fingerprint): CloacinaError {
  return new CloacinaError(
    "invalid_key",
    `Cannot ${action}: it is the private key of the public key ${fingerprint}, which the store knows`,
    { hint: "nothing was trusted; keep the file secret: whoever reads it can sign with that key" },
  );
}
