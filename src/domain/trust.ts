import { CloacinaError } from "../errors.ts";
import type { HashedPackage } from "./package_hash.ts";
import type { PublicKey } from "./public_key.ts";
import type { PackageSignature } from "./signature.ts";

/** A public key that signatures are accepted from, and where that trust comes from: a file, or an organisation. */
export interface TrustedKey {
  readonly publicKey: PublicKey;
  readonly source: string;
}

/** The signature speaks of this very package. Throws `package_tampered`. */
export function requireSameHash(signature: PackageSignature, { name, hash }: HashedPackage): void {
  if (signature.packageHash === hash) return;
  throw new CloacinaError(
    "package_tampered",
    `Cannot verify ${name}: its hash is ${hash}, and the signature is for ${signature.packageHash}`,
    { hint: "this is not the file that was signed; get both again from where they came" },
  );
}

/** The trusted key that the signature names. Throws `untrusted_signer` where no trusted key has its fingerprint. */
export function requireTrustedKey(
  signature: PackageSignature,
  { name }: HashedPackage,
  trusted: readonly TrustedKey[],
): TrustedKey {
  const key = trusted.find(({ publicKey }) => publicKey.fingerprint === signature.keyFingerprint);
  if (key !== undefined) return key;
  throw new CloacinaError(
    "untrusted_signer",
    `Cannot verify ${name}: its signer ${signature.keyFingerprint} is not trusted`,
  );
}
