import { sha256Hex } from "../crypto/sha256.ts";
import {
  AUDIT_LOG_START_BYTES,
  beginsLikeAuditLog,
  MAX_AUDIT_LINE_BYTES,
  parseAuditLine,
} from "../formats/audit/audit_line.ts";
import { becameShorter, NEWLINE } from "./audit_log_lines.ts";

const FIRST_READ_BYTES = 4096;

/** The end of a log. */
interface AuditLogTail {
  /** The last complete line; null if there is none. */
  readonly last: LastLine | null;
  /** Whether an unterminated line follows. */
  readonly isOpen: boolean;
}

/** The SHA-256 and time of a line. */
export interface LastLine {
  readonly hash: string;
  /** RFC 3339. */
  readonly timestamp: string;
}

/** Reads only the end of a log. Null if the file is not an audit log. */
export async function readAuditLogTail(file: Deno.FsFile): Promise<AuditLogTail | null> {
  const { size } = await file.stat();
  if (size === 0) return { last: null, isOpen: false };
  const start = await readAt(file, 0, Math.min(size, AUDIT_LOG_START_BYTES));
  if (!beginsLikeAuditLog(start)) return null;
  let bytes = new Uint8Array();
  for (let length = FIRST_READ_BYTES; bytes.length < size; length *= 4) {
    bytes = await readEnd(file, size, length);
    const last = lastWholeLine(bytes, bytes.length === size);
    if (last !== null) return { last, isOpen: bytes.at(-1) !== NEWLINE };
    if (length > 4 * MAX_AUDIT_LINE_BYTES) return null;
  }
  return { last: null, isOpen: bytes.at(-1) !== NEWLINE };
}

/** The last complete line in the end of a log; the first line there is complete only if it starts the file. */
function lastWholeLine(end: Uint8Array<ArrayBuffer>, isAll: boolean): LastLine | null {
  let stop = end.at(-1) === NEWLINE ? end.length - 1 : end.length;
  while (stop > 0) {
    const newline = end.lastIndexOf(NEWLINE, stop - 1);
    if (newline < 0 && !isAll) return null;
    const line = end.subarray(newline + 1, stop);
    const parsed = parseAuditLine(line);
    if (parsed?.previous !== undefined) {
      return { hash: sha256Hex(line), timestamp: parsed.timestamp };
    }
    stop = newline;
  }
  return null;
}

async function readEnd(
  file: Deno.FsFile,
  size: number,
  length: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const start = Math.max(0, size - length);
  return await readAt(file, start, size - start);
}

async function readAt(
  file: Deno.FsFile,
  offset: number,
  length: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(length);
  await file.seek(offset, Deno.SeekMode.Start);
  for (let filled = 0; filled < length;) {
    const count = await file.read(bytes.subarray(filled));
    if (count === null) throw becameShorter();
    filled += count;
  }
  return bytes;
}
