import { auditLineReader, type ReadAuditLine } from "./audit_line_reader.ts";
import { firstPrevious, linesOf, lineSplitter } from "./audit_log_lines.ts";
import { toIoError } from "./io_error.ts";
import { openAuditLogToRead } from "./open_audit_log.ts";

/** The action in messages. */
export const READ_ACTION = "read the audit log";

/** The lines of several files, in order, as they are now. */
export async function* readAuditLog(paths: readonly string[]): AsyncGenerator<ReadAuditLine> {
  for (const path of paths) yield* readFile(path);
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

async function* readFile(path: string): AsyncGenerator<ReadAuditLine> {
  const { file, length } = await openAuditLogToRead(path, READ_ACTION);
  try {
    const read = auditLineReader(path, await firstPrevious(file) !== null);
    for await (const bytes of linesOf(file, length)) yield read(bytes);
  } catch (error) {
    throw toIoError(error, READ_ACTION, path);
  } finally {
    file.close();
  }
}
