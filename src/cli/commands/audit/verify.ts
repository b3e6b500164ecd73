import { type AuditReport, describeAuditFault } from "../../../domain/audit_chain.ts";
import { CloacinaError } from "../../../errors.ts";
import { storeAuditLog } from "../../audit_trail.ts";
import type { CliContext } from "../../context.ts";
import { type Fields, type JsonFlag, printResult } from "../../output.ts";
import type { AuditFlags } from "../../store_flags.ts";

/** The flags of `audit verify`. */
export interface VerifyAuditFlags extends JsonFlag, AuditFlags {}

/** Finds lines of an audit log that were edited, removed or reordered. Returns what it found wrong, already told. */
export default async function verifyAudit(
  this: CliContext,
  flags: VerifyAuditFlags,
  file?: string,
): Promise<CloacinaError | undefined> {
  const path = file ?? storeAuditLog(this, flags);
  if (path === null) {
    throw new CloacinaError("invalid_request", "Cannot verify the audit log: none is written", {
      hint: "name the file: cloacina audit verify FILE",
    });
  }
  const report = await this.verifyAuditLog(path);
  const damage = damageOf(path, report);
  await printResult(this.terminal, flags, toJson(path, report, damage), toFields(path, report));
  if (damage !== undefined && !flags.json) await this.terminal.error(damage);
  return damage;
}

function damageOf(path: string, { faults }: AuditReport): CloacinaError | undefined {
  const [first, ...others] = faults;
  if (first === undefined) return undefined;
  const more = others.length === 0 ? "" : `, and there is more`;
  const state = `${describeAuditFault(first)}${more}`;
  return new CloacinaError("store_corrupt", `Cannot rely on the audit log ${path}: ${state}`);
}

function toJson(path: string, report: AuditReport, damage: CloacinaError | undefined) {
  return {
    file: path,
    lines: report.lines,
    tail_hash: report.tailHash,
    half_written_lines: report.halfWritten,
    faults: report.faults.map((fault) => ({
      line: fault.line,
      state: describeAuditFault(fault),
    })),
    cut_off: report.isCutOff,
    ...(damage !== undefined && { error: damage.message, code: damage.code }),
  };
}

function toFields(path: string, report: AuditReport): Fields {
  return [
    ["audit log", path],
    ["lines", String(report.lines)],
    ["last line", report.tailHash],
    ["chain", report.faults.length === 0 ? "whole" : "broken"],
    ...report.faults.map((fault) => ["fault", describeAuditFault(fault)] as const),
    ...report.halfWritten.map((line) =>
      [
        "half-written",
        `line ${line}: a crash left it, and no operation was confirmed by it`,
      ] as const
    ),
    ...(report.isCutOff ? [["and more", "only the first are listed"] as const] : []),
  ];
}
