import { sha256Stream } from "../crypto/sha256.ts";
import type { AuditFault, AuditReport } from "../domain/audit_chain.ts";
import { CloacinaError } from "../errors.ts";
import {
  AUDIT_LOG_START_BYTES,
  beginsLikeAuditLog,
  MAX_AUDIT_LINE_BYTES,
  NO_PREVIOUS_LINE,
  previousOfAuditLine,
} from "../formats/audit_line.ts";
import { concatBytes } from "../formats/bytes.ts";
import { lockAuditLog } from "./audit_log_lock.ts";
import { toIoError } from "./io_error.ts";

const ACTION = "verify the audit log";
const NEWLINE = 0x0a;
const CHUNK_BYTES = 256 * 1024;

/** The most faults that are listed, and the most half-written lines. */
const MAX_LISTED = 100;

/** A line of a log. `bytes` is null where it is longer than any of ours. */
interface LogLine {
  readonly bytes: Uint8Array | null;
  readonly hash: string;
}

/** A fault, with the hash of the line that should stand before it. */
interface Break extends Omit<AuditFault, "predecessor"> {
  readonly claimed: string;
}

/**
 * Reads an audit log as it is at this moment, as a stream, and finds every line that does not follow the one before it:
 * lines that were edited, removed, moved or put in. What it cannot see: lines removed at the end, and a log that was
 * written anew as a whole; both show in `tailHash` to whoever noted it before.
 */
export async function verifyAuditLog(path: string): Promise<AuditReport> {
  try {
    const file = await Deno.open(path, { read: true });
    try {
      const length = await lengthNow(file, path);
      await requireAuditLog(file, length, path);
      return await verify(file, length);
    } finally {
      file.close();
    }
  } catch (error) {
    throw toIoError(error, ACTION, path);
  }
}

/** The length at a moment when nobody writes. What is appended later is not looked at, so the lock can go at once. */
async function lengthNow(file: Deno.FsFile, path: string): Promise<number> {
  if (!(await file.stat()).isFile) {
    throw new CloacinaError("invalid_request", `Cannot ${ACTION} ${path}: it is no regular file`);
  }
  await lockAuditLog(file, path);
  const { size } = await file.stat();
  await file.unlock();
  return size;
}

async function requireAuditLog(file: Deno.FsFile, length: number, path: string): Promise<void> {
  for await (const start of chunksOf(file, Math.min(length, AUDIT_LOG_START_BYTES))) {
    if (beginsLikeAuditLog(start)) return;
    throw new CloacinaError("invalid_request", `Cannot ${ACTION} ${path}: it is no audit log`);
  }
}

async function verify(file: Deno.FsFile, length: number): Promise<AuditReport> {
  const { breaks, ...report } = await followChain(file, length);
  const faults = await withPredecessors(file, length, breaks);
  return { ...report, faults };
}

async function followChain(file: Deno.FsFile, length: number) {
  const [breaks, halfWritten]: [Break[], number[]] = [[], []];
  let [number, lines, previousLine, tailHash] = [0, 0, 0, NO_PREVIOUS_LINE];
  for await (const { bytes, hash } of linesOf(file, length)) {
    number++;
    const claimed = bytes && previousOfAuditLine(bytes);
    if (claimed === null) halfWritten.push(number);
    else {
      if (claimed !== tailHash) breaks.push({ line: number, previousLine, claimed });
      [lines, previousLine, tailHash] = [lines + 1, number, hash];
    }
  }
  const isCutOff = breaks.length > MAX_LISTED || halfWritten.length > MAX_LISTED;
  return {
    lines,
    tailHash,
    halfWritten: halfWritten.slice(0, MAX_LISTED),
    breaks: breaks.slice(0, MAX_LISTED),
    isCutOff,
  };
}

/** Reads the log once more, only where it has faults, to find the lines that the faulty ones name. */
async function withPredecessors(
  file: Deno.FsFile,
  length: number,
  breaks: readonly Break[],
): Promise<readonly AuditFault[]> {
  if (breaks.length === 0) return [];
  const wanted = new Set(breaks.map(({ claimed }) => claimed));
  const found = new Map<string, number>();
  let number = 0;
  for await (const { hash } of linesOf(file, length)) {
    number++;
    if (wanted.has(hash)) found.set(hash, number);
  }
  return breaks.map(({ line, previousLine, claimed }) => ({
    line,
    previousLine,
    predecessor: found.get(claimed) ?? null,
  }));
}

/** The lines of the first `length` bytes, the last one also without its newline. Memory does not grow with a line. */
async function* linesOf(file: Deno.FsFile, length: number): AsyncGenerator<LogLine> {
  let line = lineInTheMaking();
  for await (const chunk of chunksOf(file, length)) {
    for (let start = 0; start < chunk.length;) {
      const newline = chunk.indexOf(NEWLINE, start);
      line.add(chunk.subarray(start, newline < 0 ? chunk.length : newline));
      if (newline < 0) break;
      yield line.end();
      line = lineInTheMaking();
      start = newline + 1;
    }
  }
  if (!line.isEmpty()) yield line.end();
}

function lineInTheMaking() {
  const hash = sha256Stream();
  const parts: Uint8Array[] = [];
  let length = 0;
  return {
    add: (bytes: Uint8Array): void => {
      hash.update(bytes);
      length += bytes.length;
      if (length <= MAX_AUDIT_LINE_BYTES) parts.push(bytes);
    },
    end: (): LogLine => ({
      bytes: length > MAX_AUDIT_LINE_BYTES ? null : concatBytes(...parts),
      hash: hash.digest().toHex(),
    }),
    isEmpty: () => length === 0,
  };
}

async function* chunksOf(file: Deno.FsFile, length: number): AsyncGenerator<Uint8Array> {
  await file.seek(0, Deno.SeekMode.Start);
  for (let done = 0; done < length;) {
    const chunk = new Uint8Array(Math.min(CHUNK_BYTES, length - done));
    const count = await file.read(chunk);
    if (count === null) throw new Error("the audit log became shorter while it was read");
    done += count;
    yield chunk.subarray(0, count);
  }
}
