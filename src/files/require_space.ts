import { toIoError } from "./io_error.ts";

/** What a busy minute of an audit log takes, in bytes. */
const SPACE_BYTES = 64 * 1024;

/**
 * Throws `io_failed` where the disk does not take 64 KiB more beside a file, or the directory no file at all. Whether a
 * disk is full is known only by writing; what was written is taken away again.
 */
export async function requireSpace(path: string, action: string): Promise<void> {
  const probe = `${path}.${crypto.randomUUID()}.probe`;
  try {
    await using file = await openProbe(probe);
    const bytes = new Uint8Array(SPACE_BYTES);
    for (let written = 0; written < bytes.length;) {
      written += await file.write(bytes.subarray(written));
    }
  } catch (error) {
    throw toIoError(error, action, path);
  }
}

/** A new file that is gone when it is let go of. */
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
