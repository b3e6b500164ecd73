import type { PackageSignature } from "./signature.ts";
import type { TrustedKey } from "./trust.ts";
import type { TrustedKeyInfo } from "./trusted_key.ts";

/** A verdict: which signature passed, and whose trust made it pass. Others of the hash may have failed. */
export interface Verdict {
  readonly signature: PackageSignature;
  readonly key: TrustedKeyInfo;
}

/** A verdict by what is stored; a standby, which may be behind its primary, may not know yet what was revoked. */
export interface StoredVerdict extends Verdict {
  readonly isFromStandby: boolean;
}

/** A verdict by the keys of files. */
export interface FileVerdict {
  readonly signature: PackageSignature;
  readonly key: TrustedKey;
}
