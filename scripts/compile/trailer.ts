import { CloacinaError } from "../../src/errors.ts";

/** What `deno compile` writes before and after a program that it appends to its runtime. */
export const TRAILER_MAGIC = new TextEncoder().encode("d3n0l4nd");

/** The magic, 8 bytes of the section writer's own, and the length as a 64-bit little-endian number. */
const TRAILER_FOOTER_LENGTH = 24;

/**
 * How many bytes of a compiled ELF file are Deno's runtime: all but the trailer, whose length (the
 * footer included) is the last 8 bytes. Throws `invalid_request` where the file has no such trailer;
 * `name` is only for that message.
 */
export function runtimeLength(file: Uint8Array, name: string): number {
  if (!hasMagicAt(file, file.length - TRAILER_FOOTER_LENGTH)) {
    throw notReusable(name, "no program that `deno compile` appended stands at its end");
  }
  const length = new DataView(file.buffer, file.byteOffset + file.length - 8, 8)
    .getBigUint64(0, true);
  const smallest = BigInt(TRAILER_MAGIC.length + TRAILER_FOOTER_LENGTH);
  if (length < smallest || length >= BigInt(file.length)) {
    throw notReusable(name, `its trailer claims ${length} of the file's ${file.length} bytes`);
  }
  const start = file.length - Number(length);
  if (!hasMagicAt(file, start)) {
    throw notReusable(name, "its trailer does not begin where its length says");
  }
  return start;
}

/** The error for an executable whose runtime cannot be reused. */
export function notReusable(name: string, state: string, hint?: string): CloacinaError {
  const message = `Cannot reuse the runtime of ${name}: ${state}`;
  return new CloacinaError("invalid_request", message, hint === undefined ? {} : { hint });
}

function hasMagicAt(file: Uint8Array, offset: number): boolean {
  if (offset < 0) return false;
  return TRAILER_MAGIC.every((byte, index) => file[offset + index] === byte);
}
