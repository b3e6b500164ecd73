import { mkdirSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { syncDirectorySync } from "./sync_directory.ts";

/**
 * Creates a directory and its parents where they do not exist, and syncs each directory that got a new name in it. Throws
 * the errors of the system.
 */
export function makeDirectoryDurably(path: string, mode: number): void {
  const wanted = resolve(path);
  // The outermost directory that was created.
  const first = mkdirSync(wanted, { recursive: true, mode });
  if (first === undefined) return;
  for (let made = wanted; made.length >= first.length; made = dirname(made)) {
    syncDirectorySync(dirname(made));
  }
}
