import type { Intact } from "./damaged.ts";
import type { PackageSignature } from "./signature.ts";

/** Which signature it is: there is one of a package by a key. */
export type SignedBy = Pick<PackageSignature, "packageHash" | "keyFingerprint">;

/** The same text for the same package and key, by which they sort. */
export function signedByText({ packageHash, keyFingerprint }: Intact<SignedBy>): string {
  return `${packageHash} ${keyFingerprint}`;
}
