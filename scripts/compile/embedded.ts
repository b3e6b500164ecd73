import { Buffer } from "node:buffer";
import { CloacinaError } from "../../src/errors.ts";
import { TRAILER_MAGIC } from "./trailer.ts";

/** The embedded data of a compiled executable, as the runtime reads it at start-up. */
export interface EmbeddedProgram {
  /** Deno's own settings: permissions, flags, the key of a code cache. */
  readonly metadata: Readonly<Record<string, unknown>>;
  /** The names of the embedded files, sorted. */
  readonly files: readonly string[];
}

/** Reads the embedded data of an executable of any format. Throws `invalid_request` if there is none. */
export function readEmbeddedProgram(file: Uint8Array, name: string): EmbeddedProgram {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  const start = bytes.lastIndexOf('{"argv":');
  const lengthAt = start - 8;
  const magicAt = lengthAt - TRAILER_MAGIC.length;
  if (start < 0 || magicAt < 0 || !bytes.subarray(magicAt, lengthAt).equals(TRAILER_MAGIC)) {
    throw new CloacinaError("invalid_request", `Cannot read ${name}: it carries no program`);
  }
  const metadata = readSection(bytes, start, name);
  const files = readSection(bytes, bytes.indexOf('[{"', start + sectionLength(bytes, start)), name);
  return { metadata: metadata as Record<string, unknown>, files: fileNames(files, "").sort() };
}

/** A section is its length, 64 bits little-endian, and then its text. */
function sectionLength(bytes: Buffer, start: number): number {
  return Number(bytes.readBigUInt64LE(start - 8));
}

function readSection(bytes: Buffer, start: number, name: string): unknown {
  try {
    return JSON.parse(bytes.toString("utf8", start, start + sectionLength(bytes, start)));
  } catch (cause) {
    throw new CloacinaError("invalid_request", `Cannot read ${name}: its program is damaged`, {
      cause,
    });
  }
}

/** The embedded file system is a list of `{ File: { n } }` and `{ Dir: { n, e: [...] } }`. */
function fileNames(entries: unknown, prefix: string): string[] {
  if (!Array.isArray(entries)) return [];
  return entries.flatMap((entry) => {
    if (entry.Dir !== undefined) return fileNames(entry.Dir.e, `${prefix}${entry.Dir.n}/`);
    return [`${prefix}${entry.File?.n ?? JSON.stringify(entry)}`];
  });
}
