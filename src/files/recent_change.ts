import type { BigIntStats } from "node:fs";

/**
 * The runtime reports ctime in whole seconds, and FAT has two-second times: two changes in quick succession may be
 * indistinguishable.
 */
const TIMES_TELL_AFTER_MS = 2000;

/** Whether a file changed so recently that its times may not show another change. */
export function mayHideChanges({ ctimeMs }: BigIntStats): boolean {
  return Date.now() - Number(ctimeMs) < TIMES_TELL_AFTER_MS;
}
