import type { AuditPlace } from "../domain/audit_chain.ts";
import { type AuditLine, parseAuditLine } from "../formats/audit_line.ts";
import { linesOf, lineSplitter, type LogLine } from "./audit_log_lines.ts";
import { toIoError } from "./io_error.ts";
import { openAuditLogToRead } from "./open_audit_log.ts";

/** A line of an audit log as it was read; `line` is null for bytes that are none. Nothing is verified. */
export interface ReadAuditLine {
  readonly place: AuditPlace;
  readonly line: AuditLine | null;
}

/** What reading an audit log is called in messages. */
export const READ_ACTION = "read the audit log";

/** The lines of files, one after the other, as they are at this moment. */
export async function* readAuditLog(paths: readonly string[]): AsyncGenerator<ReadAuditLine> {
  for (const path of paths) yield* readFile(path);
}

/** The lines of a stream, such as the collected output of a container, which is read to its end. */
export async function* readAuditStream(
  stream: AsyncIterable<Uint8Array>,
  name: string,
): AsyncGenerator<ReadAuditLine> {
  const { push, rest } = lineSplitter();
  let number = 0;
  const read = (bytes: LogLine): ReadAuditLine => ({
    place: { file: name, line: ++number },
    line: bytes && parseAuditLine(bytes),
  });
  for await (const chunk of stream) for (const bytes of push(chunk)) yield read(bytes);
  for (const bytes of rest()) yield read(bytes);
}

async function* readFile(path: string): AsyncGenerator<ReadAuditLine> {
  const { file, length } = await openAuditLogToRead(path, READ_ACTION);
  try {
    let number = 0;
    for await (const bytes of linesOf(file, length)) {
      yield { place: { file: path, line: ++number }, line: bytes && parseAuditLine(bytes) };
    }
  } catch (error) {
    throw toIoError(error, READ_ACTION, path);
  } finally {
    file.close();
  }
}
