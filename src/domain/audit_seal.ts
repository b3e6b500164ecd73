import type { Fingerprint } from "./fingerprint.ts";

/** A range of an audit log's hash chain, which the hash of its last line commits to. */
export interface SealedStretch {
  /** `previous` of its first line: 64 zeros at the beginning of a chain. */
  readonly start: string;
  /** Lower-case hex SHA-256 of its last line. */
  readonly head: string;
  /** The number of complete lines in it. */
  readonly lines: number;
}

/** A signature over a range of an audit log. `sealedAt` is not signed and must not be relied on. */
export interface AuditSeal extends SealedStretch {
  readonly keyFingerprint: Fingerprint;
  /** 64 bytes. */
  readonly signature: Uint8Array<ArrayBuffer>;
  /** RFC 3339, verbatim. */
  readonly sealedAt: string;
}
