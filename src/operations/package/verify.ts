import { type Ed25519Verifier, ed25519Verifier } from "../../crypto/ed25519.ts";
import type { HashedPackage } from "../../domain/package_hash.ts";
import type { PackageSignature } from "../../domain/signature.ts";
import {
  requireGenuine,
  requireSameHash,
  requireTrustedKey,
  type TrustedKey,
} from "../../domain/trust.ts";

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
  await requireGenuine(signature, hashedPackage, verifierOf(key));
  return key;
}

/** By the key that they verify under: many packages are verified under one, which is imported once. */
const verifiers = new WeakMap<TrustedKey["publicKey"], Ed25519Verifier>();

function verifierOf({ publicKey }: TrustedKey): Ed25519Verifier {
  const known = verifiers.get(publicKey) ?? ed25519Verifier(publicKey.bytes);
  verifiers.set(publicKey, known);
  return known;
}
