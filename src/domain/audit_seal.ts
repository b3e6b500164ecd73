import type { Fingerprint } from "./fingerprint.ts";

/** A stretch of a chain of audit lines: all of it is fixed by the hash of its last line. */
export interface SealedStretch {
  /** What its first line names as the line before it: 64 zeros where nothing was before. */
  readonly start: string;
  /** Lower-case hex SHA-256 of its last line. */
  readonly head: string;
  /** How many whole lines there are from the one to the other. */
  readonly lines: number;
}

/** A signature over a stretch of an audit log. `sealedAt` is a claim, and nothing is decided by it. */
export interface AuditSeal extends SealedStretch {
  readonly keyFingerprint: Fingerprint;
  /** 64 bytes. */
  readonly signature: Uint8Array<ArrayBuffer>;
  /** RFC 3339, as it was written. */
  readonly sealedAt: string;
}
