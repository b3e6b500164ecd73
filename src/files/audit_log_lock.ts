import { quoted } from "../domain/quoted.ts";
import { CloacinaError } from "../errors.ts";
import { waitForLock } from "./wait_for_lock.ts";

/** How long to wait for other processes, which hold the lock for a few milliseconds each. */
const PATIENCE_MS = 10_000;

/** Locks an open audit log until it is closed or unlocked. Throws `io_failed` after ten seconds. */
export async function lockAuditLog(file: Deno.FsFile, path: string): Promise<void> {
  const place = `the audit log ${quoted(path)}`;
  if (await waitForLock(file, { place, milliseconds: PATIENCE_MS })) return;
  throw new CloacinaError(
    "io_failed",
    `Cannot lock ${place}: another process has held its lock for ten seconds`,
    { hint: "`fuser FILE` finds that process; its lock ends with it" },
  );
}
