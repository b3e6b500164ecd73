import type { AuditPlace } from "../domain/audit_chain.ts";
import { type AuditLine, parseAuditLine } from "../formats/audit/audit_line.ts";
import type { LogLine } from "./audit_log_lines.ts";

/** A line of an audit log, not verified. */
export interface ReadAuditLine {
  readonly place: AuditPlace;
  /** Null for a malformed line, and for an unchained line in a chained log. */
  readonly line: AuditLine | null;
  /** True for an unchained line in a chained log. */
  readonly isUnchained: boolean;
}

/** Reads the lines of a log in order; `file` is its name. `isChain` is true if it is known to be chained. */
export function auditLineReader(
  file: string,
  isChain: boolean,
): (bytes: LogLine) => ReadAuditLine {
  let hasChain = isChain;
  let number = 0;
  return (bytes) => {
    const line = bytes && parseAuditLine(bytes);
    hasChain ||= line?.previous !== undefined;
    const isUnchained = hasChain && line !== null && line.previous === undefined;
    return { place: { file, line: ++number }, line: isUnchained ? null : line, isUnchained };
  };
}
