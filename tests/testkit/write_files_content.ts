/** Takes two calls of write, so that a fault can fall between them: Deno writes at most 512 KiB a call. */
const NEW_LENGTH = 600 * 1024;

/** What `write_files.ts` writes to its n-th path. */
export function newContent(index: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(NEW_LENGTH).fill("A".charCodeAt(0) + index);
}
