/** A place where an audit log does not hang together. Lines are counted from 1. */
export interface AuditFault {
  /** The line that names another predecessor than the one it has. */
  readonly line: number;
  /** The whole line that stands before it; 0 at the start of the log. */
  readonly previousLine: number;
  /** Where the line that it names stands instead; null where that line, as it was, is nowhere. */
  readonly predecessor: number | null;
}

/** What was found in an audit log. */
export interface AuditReport {
  /** Whole lines. */
  readonly lines: number;
  /** SHA-256 of the last whole line: compared with a note of it, it shows whether lines were removed at the end. */
  readonly tailHash: string;
  /** Lines that a crash or a full disk left half-written. No operation was confirmed by them. */
  readonly halfWritten: readonly number[];
  readonly faults: readonly AuditFault[];
  /** True where there are more faults or half-written lines than are listed. */
  readonly isCutOff: boolean;
}

/** What an audit fault means, in words. Hashes cannot tell an edit from a removal. */
export function describeAuditFault({ line, previousLine, predecessor }: AuditFault): string {
  if (predecessor !== null) {
    return `line ${line} was written after line ${predecessor}: lines were moved, or put in between`;
  }
  if (line === 1) return "line 1 is not the first: lines before it were removed, or it was edited";
  const suspect = Math.min(previousLine + 1, line - 1);
  return `line ${suspect} was edited, or lines between ${previousLine} and ${line} were removed`;
}
