import { closeSync, fsync, openSync } from "node:fs";
import { promisify } from "node:util";
import { toIoError } from "./io_error.ts";

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
  const descriptor = openSync(path, "r");
  await fsyncAsync(descriptor).finally(() => closeSync(descriptor));
}
