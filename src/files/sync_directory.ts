import { closeSync, fsync, openSync } from "node:fs";
import { promisify } from "node:util";
import { toIoError } from "./io_error.ts";

const fsyncAsync = promisify(fsync);

/** Syncs that have not begun, by directory: whoever comes in time shares one. */
const waiting = new Map<string, Promise<void>>();

/** Syncs that have begun: they do not cover what was written since. */
const running = new Map<string, Promise<void>>();

/** Makes the new names in a directory durable. Many writers at once share the next sync that begins. */
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
    await syncNow(path).finally(() => {
      if (running.get(path) === sync) running.delete(path);
    });
  });
  waiting.set(path, sync);
  return sync;
}

/** Windows cannot open a directory, and needs no such thing. */
async function syncNow(path: string): Promise<void> {
  if (Deno.build.os === "windows") return;
  const descriptor = openSync(path, "r");
  await fsyncAsync(descriptor).finally(() => closeSync(descriptor));
}
