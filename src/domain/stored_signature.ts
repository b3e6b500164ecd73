import type { ErrorCode } from "../errors.ts";
import type { Stored } from "./damaged.ts";
import type { Fingerprint } from "./fingerprint.ts";
import type { OrgId } from "./ids.ts";
import type { PackageHash } from "./package_hash.ts";
import type { SignatureRecord } from "./records.ts";
import type { SignedStatement } from "./statement.ts";

/** A stored signature, and what its signer states of the package, where that is stored and was looked up. */
export interface StatedSignature extends SignatureRecord {
  readonly statement?: SignedStatement;
}

/** A stored signature to remove: the one of a package by a key, or the one with this ID. */
export type SignatureChoice =
  | { readonly packageHash: PackageHash; readonly keyFingerprint: Fingerprint }
  | { readonly id: string };

/** A stored signature that was removed, or would be in a dry run. */
export interface SignatureRemoval {
  readonly signature: Stored<SignatureRecord>;
  /** Organisations that have no other good signature of the package. */
  readonly lastFor: readonly OrgId[];
  /** Whether there is such an organisation, also if it is not shown: then only `force` removes the signature. */
  readonly isLast: boolean;
  readonly isDryRun: boolean;
}

/** A stored signature that does not pass; what is null could not be read. */
export interface Blocker {
  readonly id: string | null;
  readonly signer: Fingerprint | null;
  readonly reason: ErrorCode;
}

/**
 * A package, and the first of its stored signatures, which is the only one that the engine reads; null if that one passes
 * or there is none.
 */
export interface BlockedPackage {
  readonly packageHash: PackageHash;
  readonly blockedBy: Blocker | null;
}
