import { constants } from "node:fs";
import { type FileHandle, open, stat } from "node:fs/promises";
import { CloacinaError } from "../errors.ts";
import { isErrorNumber, toIoError } from "./io_error.ts";

// Without O_NONBLOCK, opening a FIFO waits for a writer for ever. Windows has neither.
const READ = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** Opens a regular file for reading; the caller closes it. A directory, FIFO or device is `invalid_request`. */
export async function openRegularFile(path: string, action: string): Promise<FileHandle> {
  const file = await open(path, READ).catch(async (error) => {
    throw toIoError(await trueCause(error, path), action, path);
  });
  const stat = await file.stat();
  if (stat.isFile()) return file;
  await file.close();
  const state = stat.isDirectory() ? "it is a directory" : "it is not a regular file";
  throw new CloacinaError("invalid_request", `Cannot ${action} ${path}: ${state}`, {
    hint: "name a file, or pipe the bytes in and say - for standard input",
  });
}

/** Deno 2.7 says ELOOP of a link that leads nowhere, too; `stat` tells it from a circle. */
async function trueCause(error: unknown, path: string): Promise<unknown> {
  if (!isErrorNumber(error, "ELOOP")) return error;
  return await stat(path).then(() => error, (cause) => cause);
}
