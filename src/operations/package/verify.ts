import { ed25519Verify } from "../../crypto/ed25519.ts";
import { type HashedPackage, packageHashBytes } from "../../domain/package_hash.ts";
import type { PackageSignature } from "../../domain/signature.ts";
import { requireSameHash, requireTrustedKey, type TrustedKey } from "../../domain/trust.ts";
import { CloacinaError } from "../../errors.ts";

/**
 * Verifies a signature of a package, in the order of docs/architecture.md, "Trust". The hash must be computed from the
 * package, not taken from the signature. Returns the trusted key that signed. Throws `package_tampered`,
 * `untrusted_signer` or `invalid_signature`.
 */
export async function verifyPackage<Key extends TrustedKey>(
  hashedPackage: HashedPackage,
  signature: PackageSignature,
  trusted: readonly Key[],
): Promise<Key> {
  requireSameHash(signature, hashedPackage);
  const key = requireTrustedKey(signature, hashedPackage, trusted);
  await requireGenuine(signature, hashedPackage, key);
  return key;
}

async function requireGenuine(
  { signature }: PackageSignature,
  { name, hash }: HashedPackage,
  { publicKey }: TrustedKey,
): Promise<void> {
  if (await ed25519Verify(publicKey.bytes, packageHashBytes(hash), signature)) return;
  throw new CloacinaError(
    "invalid_signature",
    `Cannot verify ${name}: the signature is not valid under the signer's key`,
  );
}
