import { type PackageHash, packageHashBytes } from "../../domain/package_hash.ts";
import type { PackageSignature } from "../../domain/signature.ts";
import { toRfc3339 } from "../../formats/rfc3339.ts";
import type { Clock } from "../parts.ts";
import { signMessage } from "../sign_message.ts";
import type { Signer } from "../signer.ts";

/** Signs a package hash. */
export async function signPackage(
  signer: Signer,
  packageHash: PackageHash,
  clock: Clock,
): Promise<PackageSignature> {
  return {
    packageHash,
    keyFingerprint: signer.fingerprint,
    signature: await signMessage(signer, packageHashBytes(packageHash)),
    signedAt: toRfc3339(clock()),
  };
}
