import type { AuditPlace } from "../domain/audit_chain.ts";
import { type AuditLine, parseAuditLine } from "../formats/audit/audit_line.ts";
import type { LogLine } from "./audit_log_lines.ts";

/** A line of an audit log as it was read. Nothing is verified. */
export interface ReadAuditLine {
  readonly place: AuditPlace;
  /** Null for bytes that are none, and for a line that stands beside those of a chain and follows none. */
  readonly line: AuditLine | null;
  /** True for the latter. */
  readonly isUnchained: boolean;
}

/** Reads the lines of a log one after the other, which is called `file`. `isChain` where it is known to have lines of a chain. */
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
