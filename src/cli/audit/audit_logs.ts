import type { AuditLogFiles, AuditReport } from "../../domain/audit_chain.ts";
import type { ReadAuditLine } from "../../files/audit_line_reader.ts";
import type { AuditQuestion } from "../../files/verify_audit_log.ts";

/** Reads audit logs. Each method throws coded errors that name the path. */
export interface AuditLogs {
  readonly verify: (files: AuditLogFiles, question: AuditQuestion) => Promise<AuditReport>;
  readonly read: (files: AuditLogFiles) => AsyncIterable<ReadAuditLine>;
  /** The lines of a stream, which is called `name` in messages. */
  readonly readStream: (
    stream: AsyncIterable<Uint8Array>,
    name: string,
  ) => AsyncIterable<ReadAuditLine>;
  /** As `read`, then the lines added later, until the signal is aborted; null each time the end is reached. */
  readonly follow: (
    files: AuditLogFiles,
    signal: AbortSignal,
  ) => AsyncIterable<ReadAuditLine | null>;
}

/** The audit logs of this machine. Each function loads only what it needs. */
export const AUDIT_LOGS: AuditLogs = {
  verify: async (files, question) =>
    await (await import("../../files/verify_audit_log.ts")).verifyAuditLog(files, question),
  read: async function* (files) {
    yield* (await import("../../files/read_audit_log.ts")).readAuditLog(files);
  },
  readStream: async function* (stream, name) {
    yield* (await import("../../files/read_audit_log.ts")).readAuditStream(stream, name);
  },
  follow: async function* (files, signal) {
    yield* (await import("../../files/follow_audit_log.ts")).followAuditLog(files, signal);
  },
};
