import { type Ed25519Signer, ed25519Signer, ed25519Verify } from "../../crypto/ed25519.ts";
import type { Fingerprint } from "../../domain/fingerprint.ts";
import { fingerprintOf } from "../../domain/fingerprint.ts";
import { type PackageHash, packageHashBytes } from "../../domain/package_hash.ts";
import type { PackageSignature } from "../../domain/signature.ts";
import { toRfc3339 } from "../../formats/rfc3339.ts";
import type { Clock } from "../clock.ts";

/** An unlocked signing key: any number of packages are signed with it. */
export interface SigningKey {
  readonly signer: Ed25519Signer;
  readonly fingerprint: Fingerprint;
}

/** Makes a signing key of a 32-byte seed, which may be wiped afterwards. */
export async function toSigningKey(seed: Uint8Array): Promise<SigningKey> {
  const signer = await ed25519Signer(seed);
  return { signer, fingerprint: await fingerprintOf(signer.publicKey) };
}

/** Signs a package hash. The fresh signature is verified before anyone gets it: a fault of memory must not leak the key. */
export async function signPackage(
  key: SigningKey,
  packageHash: PackageHash,
  clock: Clock,
): Promise<PackageSignature> {
  const message = packageHashBytes(packageHash);
  const signature = await key.signer.sign(message);
  if (!await ed25519Verify(key.signer.publicKey, message, signature)) {
    throw new Error("the fresh signature does not verify");
  }
  return {
    packageHash,
    keyFingerprint: key.fingerprint,
    signature,
    signedAt: toRfc3339(clock()),
  };
}
