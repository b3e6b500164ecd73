import {
  type AuditReport,
  describeAuditFault,
  describeAuditPlace,
  describeUnchained,
} from "../../../domain/audit_chain.ts";
import { auditDamage } from "../../../domain/audit_verdict.ts";
import { errorDocument } from "../../../contract/error_document.ts";
import type { CloacinaError } from "../../../errors.ts";
import { NO_PREVIOUS_LINE } from "../../../formats/audit/audit_line.ts";
import { auditFiles } from "../../audit/audit_files.ts";
import { type SealFlags, type TrustedSeal, trustedSeal } from "../../audit/audit_seal_file.ts";
import type { CliContext } from "../../context.ts";
import { type Fields, type JsonFlag, printFindings } from "../../terminal/output.ts";
import type { AuditFlags } from "../../store/store_flags.ts";

/** The flags of `audit verify`. Hashes are lower-case hex. */
export interface VerifyAuditFlags extends JsonFlag, AuditFlags, SealFlags {
  readonly expect?: string;
  readonly since?: string;
}

/** What was found, and what it was checked against. */
interface Findings {
  readonly report: AuditReport;
  readonly since: string | undefined;
  readonly sealed: TrustedSeal | null;
  readonly damage: CloacinaError | undefined;
}

/** Verifies an audit log. Returns the damage found, already printed. */
export default async function verifyAudit(
  this: CliContext,
  flags: VerifyAuditFlags,
  ...named: readonly string[]
): Promise<CloacinaError | undefined> {
  const sealed = await trustedSeal(this, flags);
  const files = auditFiles(this, flags, { named, action: "verify the audit log" });
  const { expect, since } = flags;
  const known = [since, sealed?.seal.start].filter((hash) => hash !== undefined);
  const report = await this.auditLogs.verify(files, {
    noted: [expect, sealed?.seal.head, ...known].filter((hash) => hash !== undefined),
    mayFollow: (hash) => known.includes(hash),
  });
  const damage = auditDamage(report, { expect, since, seal: sealed?.seal }, "verify");
  const findings = { report, since, sealed, damage };
  if (report.lines === 0 && damage === undefined) {
    await this.terminal.tell(
      "warning: the audit log has no lines: only --expect, --since or --seal shows whether there were any",
    );
  }
  return await printFindings(this.terminal, flags, {
    document: toJson(findings),
    fields: toFields(findings),
    failure: damage,
  });
}

function toJson({ report, since, sealed, damage }: Findings) {
  return {
    files: report.files,
    lines: report.lines,
    ...(report.start !== NO_PREVIOUS_LINE && { start: report.start }),
    head: report.head,
    half_written_lines: report.halfWritten,
    unchained_lines: report.unchained?.count ?? 0,
    faults: report.faults.map((fault) => ({
      ...fault.place,
      state: describeAuditFault(fault, report),
    })),
    cut_off: report.isCutOff,
    ...(since !== undefined && { lines_since: linesSince(report, since) }),
    ...(sealed !== null && {
      seal: {
        file: sealed.name,
        head: sealed.seal.head,
        lines_since: linesSince(report, sealed.seal.head),
        key_fingerprint: sealed.seal.keyFingerprint,
        trusted_by: sealed.trustedBy,
        sealed_at: sealed.seal.sealedAt,
      },
    }),
    ...(damage !== undefined && errorDocument(damage)),
  };
}

function toFields({ report, since, sealed }: Findings): Fields {
  const { files, faults, halfWritten, unchained } = report;
  return [
    ...files.map((file) => ["audit log", file] as const),
    ["lines", String(report.lines)],
    ["head", report.head],
    ["chain", describeChain(report)],
    ...(since === undefined ? [] : [["since", describeSince(report, since)] as const]),
    ...(sealed === null ? [] : sealFields(report, sealed)),
    ...faults.map((fault) => ["fault", describeAuditFault(fault, report)] as const),
    ...(unchained === null ? [] : [["no chain", describeUnchained(unchained, files)] as const]),
    ...halfWritten.map((place) => ["half-written", describeAuditPlace(place, files)] as const),
    ...(report.isCutOff ? [["and more", "only the first are listed"] as const] : []),
  ];
}

function describeChain({ faults, unchained, lines }: AuditReport): string {
  if (lines === 0 && faults.length === 0) return "none";
  return faults.length === 0 && unchained === null ? "intact" : "broken";
}

function sealFields(report: AuditReport, { seal, trustedBy }: TrustedSeal): Fields {
  return [
    ["sealed", describeSince(report, seal.head)],
    ["sealed by", seal.keyFingerprint],
    ["trusted by", trustedBy],
    ["sealed at", `${seal.sealedAt} (claimed, not signed)`],
  ];
}

function describeSince(report: AuditReport, hash: string): string {
  const found = report.noted.get(hash);
  if (found === undefined) return "no such line";
  const place = found.place === null
    ? "before line 1"
    : `up to ${describeAuditPlace(found.place, report.files)}`;
  return `${place}, ${report.lines - found.count} since`;
}

function linesSince({ noted, lines }: AuditReport, hash: string): number | null {
  const found = noted.get(hash);
  return found === undefined ? null : lines - found.count;
}
