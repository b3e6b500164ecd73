import type { AuditReport } from "../../domain/audit_chain.ts";
import type { ReadAuditLine } from "../../files/audit_line_reader.ts";
import type { AuditQuestion } from "../../files/verify_audit_log.ts";

/** Reads audit logs. Files are passed oldest first. Each method throws coded errors that name the path. */
export interface AuditLogs {
  /** The log at a path, preceded by its rotated files. */
  readonly filesOf: (path: string, action: string) => Promise<readonly string[]>;
  readonly verify: (paths: readonly string[], question: AuditQuestion) => Promise<AuditReport>;
  readonly read: (paths: readonly string[]) => AsyncIterable<ReadAuditLine>;
  /** The lines of a stream, which is called `name` in messages. */
  readonly readStream: (
    stream: AsyncIterable<Uint8Array>,
    name: string,
  ) => AsyncIterable<ReadAuditLine>;
  /** As `read`, then the lines added later, until the signal is aborted; null each time the end is reached. */
  readonly follow: (path: string, signal: AbortSignal) => AsyncIterable<ReadAuditLine | null>;
}

/** The audit logs of this machine. Each function loads only what it needs. */
export const AUDIT_LOGS: AuditLogs = {
  filesOf: async (path, action) =>
    await (await import("../../files/rotated_audit_logs.ts")).auditLogFiles(path, action),
  verify: async (paths, question) =>
    await (await import("../../files/verify_audit_log.ts")).verifyAuditLog(paths, question),
  read: async function* (paths) {
    yield* (await import("../../files/read_audit_log.ts")).readAuditLog(paths);
  },
  readStream: async function* (stream, name) {
    yield* (await import("../../files/read_audit_log.ts")).readAuditStream(stream, name);
  },
  follow: async function* (path, signal) {
    yield* (await import("../../files/follow_audit_log.ts")).followAuditLog(path, signal);
  },
};
