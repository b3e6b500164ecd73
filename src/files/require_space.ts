import { toIoError } from "./io_error.ts";
import { writeAll } from "./write_all.ts";

/** The size of a busy minute of an audit log, in bytes. */
const SPACE_BYTES = 64 * 1024;

/**
 * Throws `io_failed` if 64 KiB cannot be written to a new file in the same directory. Only writing shows whether a disk
 * is full; the file is removed again.
 */
export async function requireSpace(path: string, action: string): Promise<void> {
  const probe = `${path}.${crypto.randomUUID()}.probe`;
  try {
    await using file = await openProbe(probe);
    await writeAll(file, new Uint8Array(SPACE_BYTES));
  } catch (error) {
    throw toIoError(error, action, path);
  }
}

/** Opens a temporary file that is removed when disposed. */
async function openProbe(path: string) {
  const file = await Deno.open(path, { write: true, createNew: true, mode: 0o600 });
  return {
    write: (bytes: Uint8Array) => file.write(bytes),
    [Symbol.asyncDispose]: async () => {
      file.close();
      await Deno.remove(path);
    },
  };
}
