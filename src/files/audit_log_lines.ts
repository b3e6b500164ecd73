import { MAX_AUDIT_LINE_BYTES, previousOfAuditLine } from "../formats/audit/audit_line.ts";
import { concatBytes } from "../formats/bytes.ts";

/** What ends a line. */
export const NEWLINE = 0x0a;

/** How much of a log is read at once. */
export const CHUNK_BYTES = 256 * 1024;

/** A line of a log, without its newline; null if it is over the maximum size. */
export type LogLine = Uint8Array | null;

/** Splits a stream of bytes into lines, in bounded memory. */
interface LineSplitter {
  readonly push: (chunk: Uint8Array) => Generator<LogLine>;
  /** The bytes after the last newline, if any. */
  readonly rest: () => Generator<LogLine>;
}

/** The lines of the first `length` bytes of a file, including an unterminated last one. */
export async function* linesOf(file: Deno.FsFile, length: number): AsyncGenerator<LogLine> {
  const { push, rest } = lineSplitter();
  for await (const chunk of chunksOf(file, length)) yield* push(chunk);
  yield* rest();
}

/** Creates a line splitter. */
export function lineSplitter(): LineSplitter {
  let line = lineInTheMaking();
  return {
    *push(chunk) {
      for (let start = 0; start < chunk.length;) {
        const newline = chunk.indexOf(NEWLINE, start);
        line.add(chunk.subarray(start, newline < 0 ? chunk.length : newline));
        if (newline < 0) return;
        yield line.end();
        line = lineInTheMaking();
        start = newline + 1;
      }
    },
    *rest() {
      if (!line.isEmpty()) yield line.end();
    },
  };
}

function lineInTheMaking() {
  const parts: Uint8Array[] = [];
  let length = 0;
  return {
    add: (bytes: Uint8Array): void => {
      length += bytes.length;
      if (length <= MAX_AUDIT_LINE_BYTES) parts.push(bytes);
    },
    end: (): LogLine => length > MAX_AUDIT_LINE_BYTES ? null : concatBytes(...parts),
    isEmpty: () => length === 0,
  };
}

/** The first `length` bytes of a file, in chunks. Throws if the file has become shorter. */
export async function* chunksOf(file: Deno.FsFile, length: number): AsyncGenerator<Uint8Array> {
  await file.seek(0, Deno.SeekMode.Start);
  for (let done = 0; done < length;) {
    const chunk = new Uint8Array(Math.min(CHUNK_BYTES, length - done));
    const count = await file.read(chunk);
    if (count === null) throw becameShorter();
    done += count;
    yield chunk.subarray(0, count);
  }
}

/** The error where a log has fewer bytes than it had when its reading began. */
export function becameShorter(): Error {
  return new Error("the audit log became shorter while it was read");
}

/** `previous` of the first chained line of a log; null if there is none. */
export async function firstPrevious(file: Deno.FsFile): Promise<string | null> {
  const { size } = await file.stat();
  for await (const bytes of linesOf(file, size)) {
    const previous = bytes && previousOfAuditLine(bytes);
    if (previous !== null) return previous;
  }
  return null;
}
