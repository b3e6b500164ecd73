import { quoted } from "../domain/quoted.ts";
import { CloacinaError } from "../errors.ts";
import { waitForLock } from "./wait_for_lock.ts";

/** How long to wait for other processes, which hold the lock for a few milliseconds each. */
const PATIENCE = { milliseconds: 10_000 } as const;

/** Locks an open audit log until it is closed or unlocked. Throws `io_failed` after ten seconds. */
export async function lockAuditLog(file: Deno.FsFile, path: string): Promise<void> {
  if (await waitForLock(file, PATIENCE)) return;
  throw new CloacinaError(
    "io_failed",
    `Cannot lock the audit log ${quoted(path)}: another process has held its lock for ten seconds`,
    { hint: "`fuser FILE` finds that process; its lock ends with it" },
  );
}
