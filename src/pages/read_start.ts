import { unreadable } from "./unreadable.ts";

/** The first bytes of a file, no more than `length`. Throws `io_failed` where the browser cannot read it. */
export async function readStart(file: File, length: number): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await file.slice(0, length).arrayBuffer());
  } catch (error) {
    throw unreadable(file, error instanceof Error ? error.message : String(error));
  }
}
