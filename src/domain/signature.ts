import type { Fingerprint } from "./fingerprint.ts";
import type { PackageHash } from "./package_hash.ts";
import type { SigningKeyInfo } from "./signing_key.ts";
import type { SignedStatement } from "./statement.ts";

/**
 * A signature as it is stored and sent. Only the package hash is signed: all other fields are unauthenticated claims,
 * and must not be relied on alone.
 */
export interface PackageSignature {
  readonly packageHash: PackageHash;
  readonly keyFingerprint: Fingerprint;
  /** 64 bytes. */
  readonly signature: Uint8Array<ArrayBuffer>;
  /** RFC 3339, verbatim. */
  readonly signedAt: string;
  /** What else the signer states of the package; has a signature of its own, by the same key. */
  readonly statement?: SignedStatement;
}

/** The maximum number of signatures in one request or answer. */
export const MAX_SIGNATURES = 1000;

/** The maximum number of signers of a package that are listed. */
export const MAX_SIGNERS = 10;

/** The keys that signed a package, according to its stored signatures (unverified); at most MAX_SIGNERS. */
export interface PackageSigners {
  readonly packageHash: PackageHash;
  readonly keyFingerprints: readonly Fingerprint[];
}

/** Signatures in the order of the hashes, and the signing key. */
export interface SignedHashes {
  readonly key: SigningKeyInfo;
  readonly signatures: readonly PackageSignature[];
}
