import type { AuditLogFiles } from "../domain/audit_chain.ts";
import { auditLineReader, type ReadAuditLine } from "./audit_line_reader.ts";
import { firstPrevious, linesOf, lineSplitter } from "./audit_log_lines.ts";
import { toIoError } from "./io_error.ts";
import type { OpenAuditLog } from "./open_audit_log.ts";
import { closeAuditLogs, openAuditLogs } from "./open_audit_logs.ts";

/** The action in messages. */
export const READ_ACTION = "read the audit log";

/** The lines of a log, in order, as they are now. */
export async function* readAuditLog(files: AuditLogFiles): AsyncGenerator<ReadAuditLine> {
  const logs = await openAuditLogs(files, READ_ACTION);
  try {
    for (const log of logs) yield* readOpenAuditLog(log);
  } finally {
    closeAuditLogs(logs);
  }
}

/** The lines of a stream, such as the log of a container, up to its end. */
export async function* readAuditStream(
  stream: AsyncIterable<Uint8Array>,
  name: string,
): AsyncGenerator<ReadAuditLine> {
  const { push, rest } = lineSplitter();
  const read = auditLineReader(name, false);
  for await (const chunk of stream) for (const bytes of push(chunk)) yield read(bytes);
  for (const bytes of rest()) yield read(bytes);
}

/** The lines of one file, up to its length. */
export async function* readOpenAuditLog(
  { path, file, length }: OpenAuditLog,
): AsyncGenerator<ReadAuditLine> {
  try {
    const read = auditLineReader(path, await firstPrevious(file) !== null);
    for await (const bytes of linesOf(file, length)) yield read(bytes);
  } catch (error) {
    throw toIoError(error, READ_ACTION, path);
  }
}
