import type { AuditReport } from "../../../domain/audit_chain.ts";
import type { AuditSeal } from "../../../domain/audit_seal.ts";
import { auditDamage } from "../../../domain/audit_verdict.ts";
import { quoted } from "../../../domain/quoted.ts";
import { CloacinaError } from "../../../errors.ts";
import { NO_PREVIOUS_LINE } from "../../../formats/audit/audit_line.ts";
import { serializeAuditSeal } from "../../../formats/audit/audit_seal.ts";
import { sealAuditLog } from "../../../operations/audit/seal.ts";
import type { SignerName } from "../../../operations/signer.ts";
import { auditFiles } from "../../audit/audit_files.ts";
import type { CliContext } from "../../context.ts";
import { type ForceFlag, type PassphraseFlag, writeModeOf } from "../../command_line/flags.ts";
import { signerFields, signerJson } from "../../signers/signer_output.ts";
import { withSigner } from "../../signers/with_signer.ts";
import { type JsonFlag, printResult } from "../../terminal/output.ts";
import { requireOneDocument } from "../../terminal/require_one_document.ts";
import { STANDARD_STREAM } from "../../terminal/standard_streams.ts";
import type { AuditFlags } from "../../store/store_flags.ts";
import { type AgentSocketFlag, requireAgent } from "../../signers/signer_flags.ts";

/** The flags of `audit seal`. */
export interface SealAuditFlags
  extends JsonFlag, AuditFlags, PassphraseFlag, AgentSocketFlag, ForceFlag {
  readonly key: string;
  readonly output?: string;
}

/** Verifies an audit log and signs the hash of its last line. */
export default async function sealAudit(
  this: CliContext,
  flags: SealAuditFlags,
  ...named: readonly string[]
): Promise<void> {
  requireAgent(flags.key, flags);
  const files = auditFiles(this, flags, { named, action: "seal the audit log" });
  const target = flags.output ?? `${typeof files === "string" ? files : files.at(-1)}.seal`;
  requireOneDocument(flags, target, { action: "write the seal", document: "the seal" });
  const sealed = await withSigner(
    this,
    { reference: flags.key, flags },
    async (signer) => {
      const report = await this.auditLogs.verify(files, { noted: [], mayFollow: () => true });
      requireWhole(report);
      return { report, signer, seal: await sealAuditLog(signer, report, this.now) };
    },
  );
  await writeSeal(this, flags, { seal: sealed.seal, target });
  if (target !== STANDARD_STREAM) await printSealed(this, flags, { ...sealed, target });
}

function requireWhole(report: AuditReport): void {
  const damage = auditDamage(report, {}, "seal");
  if (damage !== undefined) throw damage;
  if (report.lines > 0) return;
  const files = report.files.map(quoted).join(", ");
  throw new CloacinaError("invalid_request", `Cannot seal the audit log ${files}: it is empty`);
}

async function writeSeal(
  { files, terminal }: CliContext,
  flags: SealAuditFlags,
  { seal, target }: { readonly seal: AuditSeal; readonly target: string },
): Promise<void> {
  const text = serializeAuditSeal(seal);
  if (target === STANDARD_STREAM) return await terminal.write(text);
  const file = { path: target, bytes: new TextEncoder().encode(text), mode: 0o644 };
  await files.write([file], writeModeOf(flags));
}

async function printSealed(
  { terminal }: CliContext,
  flags: JsonFlag,
  { report: { files, start }, signer, seal, target }: {
    readonly report: AuditReport;
    readonly signer: SignerName;
    readonly seal: AuditSeal;
    readonly target: string;
  },
): Promise<void> {
  const { lines, head, keyFingerprint } = seal;
  const isWhole = start === NO_PREVIOUS_LINE;
  const document = {
    ...{ files, lines, start, head },
    key_fingerprint: keyFingerprint,
    ...signerJson(signer),
    sealed_at: seal.sealedAt,
    seal_file: target,
  };
  await printResult(terminal, flags, {
    document,
    fields: [
      ...files.map((file) => ["audit log", file] as const),
      ["lines", String(lines)],
      ...(isWhole ? [] : [["follows", `${start}, which is not in these files`] as const]),
      ["head", head],
      ["sealed by", keyFingerprint],
      ...signerFields(signer),
      ["seal", target],
    ],
  });
}
