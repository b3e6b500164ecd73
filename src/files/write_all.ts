import { writeSync } from "node:fs";

/** Writes bytes to the end: one call may write only some of them. */
export async function writeAll(
  file: { readonly write: (bytes: Uint8Array) => Promise<number> },
  bytes: Uint8Array,
): Promise<void> {
  let rest = bytes;
  while (rest.length > 0) rest = rest.subarray(await file.write(rest));
}

/** The same for a descriptor, without waiting. */
export function writeAllSync(descriptor: number, bytes: Uint8Array): void {
  let rest = bytes;
  while (rest.length > 0) rest = rest.subarray(writeSync(descriptor, rest));
}
