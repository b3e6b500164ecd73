import { type Ed25519Signer, ed25519Signer } from "../../crypto/ed25519.ts";
import { type Fingerprint, fingerprintOf } from "../../domain/fingerprint.ts";
import { type PackageHash, packageHashBytes } from "../../domain/package_hash.ts";
import type { PackageSignature } from "../../domain/signature.ts";
import { toRfc3339 } from "../../formats/rfc3339.ts";
import type { Clock } from "../parts.ts";
import { signMessage } from "../sign_message.ts";

/** A decrypted signing key, for any number of packages. */
export interface SigningKey {
  readonly signer: Ed25519Signer;
  readonly fingerprint: Fingerprint;
}

/** Creates a signing key from a 32-byte seed, which may be wiped afterwards. */
export async function toSigningKey(seed: Uint8Array): Promise<SigningKey> {
  const signer = await ed25519Signer(seed);
  return { signer, fingerprint: fingerprintOf(signer.publicKey) };
}

/** Signs a package hash. */
export async function signPackage(
  key: SigningKey,
  packageHash: PackageHash,
  clock: Clock,
): Promise<PackageSignature> {
  return {
    packageHash,
    keyFingerprint: key.fingerprint,
    signature: await signMessage(key.signer, packageHashBytes(packageHash)),
    signedAt: toRfc3339(clock()),
  };
}
