import { closeSync, fsync, fsyncSync, openSync } from "node:fs";
import { promisify } from "node:util";
import { isErrorNumber, toIoError, UNSUPPORTED } from "./io_error.ts";

const fsyncAsync = promisify(fsync);

/** Pending syncs by directory, which new callers join. */
const waiting = new Map<string, Promise<void>>();

/** Running syncs, which do not cover later writes. */
const running = new Map<string, Promise<void>>();

/** Makes new names in a directory durable. Concurrent callers share the next sync. */
export async function syncDirectory(path: string): Promise<void> {
  const shared = waiting.get(path) ?? queueSync(path);
  try {
    await shared;
  } catch (error) {
    throw toIoError(error, "sync", path);
  }
}

function queueSync(path: string): Promise<void> {
  const sync = (running.get(path) ?? Promise.resolve()).catch(() => {}).then(async () => {
    waiting.delete(path);
    running.set(path, sync);
    await syncDirectoryNow(path).finally(() => {
      if (running.get(path) === sync) running.delete(path);
    });
  });
  waiting.set(path, sync);
  return sync;
}

/** The same by itself, and with the error of the system. Windows cannot open directories, and does not need this. */
export async function syncDirectoryNow(path: string): Promise<void> {
  if (Deno.build.os === "windows") return;
  const descriptor = openToSync(path);
  if (descriptor === null) return;
  await fsyncAsync(descriptor).catch(requireFault).finally(() => closeSync(descriptor));
}

/** The same as `syncDirectoryNow`, synchronously. */
export function syncDirectorySync(path: string): void {
  if (Deno.build.os === "windows") return;
  const descriptor = openToSync(path);
  if (descriptor === null) return;
  try {
    fsyncSync(descriptor);
  } catch (error) {
    requireFault(error);
  } finally {
    closeSync(descriptor);
  }
}

/** Null for a directory in which we may write but not read, such as a drop box: only its owner can sync it. */
function openToSync(path: string): number | null {
  try {
    return openSync(path, "r");
  } catch (error) {
    if (isErrorNumber(error, "EACCES")) return null;
    throw error;
  }
}

/**
 * Throws the error unless it says that this file system syncs no directories, as CIFS and some of FUSE do (fsync(2)):
 * then a new name is as durable as the file system makes it by itself, and the file was synced.
 */
function requireFault(error: unknown): void {
  if (!isErrorNumber(error, "EINVAL", ...UNSUPPORTED)) throw error;
}
