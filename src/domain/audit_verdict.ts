import { shownReference } from "./shown_text.ts";
import { quoted } from "./quoted.ts";
import { CloacinaError, type ErrorCode } from "../errors.ts";
import {
  type AuditReport,
  describeAuditFault,
  describeAuditPlace,
  describeUnchained,
  lacksBeginning,
} from "./audit_chain.ts";
import type { SealedStretch } from "./audit_seal.ts";

/** What the user knows of an audit log from another source. */
export interface AuditExpectation {
  /** The expected hash of its last line. */
  readonly expect?: string | undefined;
  /** The hash of a line that it must contain. */
  readonly since?: string | undefined;
  /** A range that was signed with a trusted key. */
  readonly seal?: SealedStretch | undefined;
}

const FROM_STREAM =
  "its lines come from a stream (--audit-log -) and form no chain, so there is nothing to verify";

const EARLIER_FILES =
  "if the log was rotated, name the files before it as well, oldest first; --audit-log FILE without names finds them";

/**
 * The most serious fault of an audit log; undefined if there is none. `action` is "verify" or "seal". `store_corrupt`: the
 * chain is broken or has unchained lines in it. `audit_head_mismatch`: expected lines are missing. `audit_log_torn`: the
 * end is not a complete line. `invalid_request`: no line belongs to a chain.
 */
export function auditDamage(
  report: AuditReport,
  expectation: AuditExpectation,
  action: string,
): CloacinaError | undefined {
  const [fault, ...others] = report.faults;
  const refuse = (code: ErrorCode, state: string, hint?: string) =>
    new CloacinaError(
      code,
      `Cannot ${action} the audit log ${report.files.map(quoted).join(", ")}: ${state}`,
      { hint },
    );
  if (fault !== undefined) {
    const more = others.length === 0 ? "" : ", and there are more faults";
    const hint = lacksBeginning(fault) ? EARLIER_FILES : undefined;
    return refuse("store_corrupt", `${describeAuditFault(fault, report)}${more}`, hint);
  }
  const { unchained } = report;
  if (unchained !== null && report.lines > 0) {
    return refuse("store_corrupt", describeUnchained(unchained, report.files));
  }
  const mismatch = otherThanExpected(report, expectation);
  if (mismatch !== undefined) return refuse("audit_head_mismatch", mismatch);
  if (unchained !== null) return refuse("invalid_request", FROM_STREAM);
  return report.isTorn ? refuse("audit_log_torn", "it does not end with a whole line") : undefined;
}

function otherThanExpected(
  report: AuditReport,
  { expect, since, seal }: AuditExpectation,
): string | undefined {
  if (seal !== undefined) {
    const state = otherThanSealed(report, seal);
    if (state !== undefined) return state;
  }
  if (since !== undefined && !report.noted.has(since)) {
    return `it has no line ${
      shownReference(since)
    }: lines were removed at its end, or it is another log`;
  }
  return expect === undefined ? undefined : otherHead(report, expect);
}

function otherHead({ noted, lines, head, files }: AuditReport, expect: string): string | undefined {
  if (head === expect && lines > 0) return undefined;
  const found = noted.get(expect);
  const shown = shownReference(expect);
  if (found === undefined || found.place === null) {
    return `its last line is not ${shown}, and it has no such line: lines were removed, or it is another log`;
  }
  return `its last line is not ${shown}, which is ${describeAuditPlace(found.place, files)}`;
}

/** If the beginning of the range is missing, the user has allowed the log to continue from an earlier line. */
function otherThanSealed({ noted }: AuditReport, { start, head, lines }: SealedStretch) {
  const last = noted.get(head);
  if (last === undefined) {
    return `it has no line ${head}, which is sealed: lines were removed at its end, or it is another log`;
  }
  const first = noted.get(start);
  if (first === undefined || last.count - first.count === lines) return undefined;
  return `${last.count - first.count} lines lead up to the sealed one, not ${lines}`;
}
