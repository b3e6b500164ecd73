import type { PackageSignature } from "./signature.ts";
import type { TrustedKey } from "./trust.ts";
import type { TrustedKeyInfo } from "./trusted_key.ts";

/** A successful verification: the valid signature and the trusted key. Other signatures of the hash may have failed. */
export interface Verdict {
  readonly signature: PackageSignature;
  readonly key: TrustedKeyInfo;
}

/** A verification against a store. A standby may lag behind its primary and miss recent revocations. */
export interface StoredVerdict extends Verdict {
  readonly isFromStandby: boolean;
}

/** A verification against key files. */
export interface FileVerdict {
  readonly signature: PackageSignature;
  readonly key: TrustedKey;
}
