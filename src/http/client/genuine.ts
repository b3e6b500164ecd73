import { ed25519Verify } from "../../crypto/ed25519.ts";
import { type HashedPackage, packageHashBytes } from "../../domain/package_hash.ts";
import type { PublicKey } from "../../domain/public_key.ts";
import type { PackageSignature } from "../../domain/signature.ts";
import { CloacinaError } from "../../errors.ts";

/** A signature from a server, and the package and key it must match. */
interface Received extends HashedPackage {
  readonly publicKey: PublicKey;
  readonly signature: PackageSignature;
}

/**
 * Checks a signature from a server: it must be for our hash, name the key, and verify with it. `action` is "sign" or
 * "verify". Throws `invalid_signature`.
 */
export async function requireHonest(
  action: string,
  { name, hash, publicKey: { bytes, fingerprint }, signature: received }: Received,
): Promise<void> {
  const { packageHash, keyFingerprint, signature } = received;
  const state = packageHash !== hash
    ? "is for another package"
    : keyFingerprint !== fingerprint
    ? "is by another key"
    : !await ed25519Verify(bytes, packageHashBytes(hash), signature) &&
      "is not valid under the signer's key";
  if (state) throw notGenuine(`${action} ${name}`, `the server's signature ${state}`);
}

/** The `invalid_signature` error for a signature from a server. */
export function notGenuine(action: string, state: string): CloacinaError {
  return new CloacinaError("invalid_signature", `Cannot ${action}: ${state}`);
}
