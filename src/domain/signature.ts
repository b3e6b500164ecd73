import type { Fingerprint } from "./fingerprint.ts";
import type { PackageHash } from "./package_hash.ts";
import type { SigningKeyInfo } from "./signing_key.ts";

/**
 * A signature as it is kept and sent. Only `signature`, over the package hash, is protected by Ed25519:
 * every other field is a claim of whoever wrote the file, and nothing is decided by it alone.
 */
export interface PackageSignature {
  readonly packageHash: PackageHash;
  readonly keyFingerprint: Fingerprint;
  /** 64 bytes. */
  readonly signature: Uint8Array<ArrayBuffer>;
  /** RFC 3339, as it was written. */
  readonly signedAt: string;
}

/** The most signers of a package that are named. */
export const MAX_SIGNERS = 10;

/** Which keys have signed a package, as the rows of its stored signatures say; at most MAX_SIGNERS of them. */
export interface PackageSigners {
  readonly packageHash: PackageHash;
  readonly keyFingerprints: readonly Fingerprint[];
}

/** Signatures in the order of the hashes that were signed, and the key that made them. */
export interface SignedHashes {
  readonly key: SigningKeyInfo;
  readonly signatures: readonly PackageSignature[];
}
