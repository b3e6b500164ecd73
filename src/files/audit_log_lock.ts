import { quoted } from "../domain/quoted.ts";
import { requireLock } from "./wait_for_lock.ts";

/** Locks an open audit log until it is closed or unlocked. Throws `io_failed` after ten seconds. */
export async function lockAuditLog(file: Deno.FsFile, path: string): Promise<void> {
  await requireLock(file, `the audit log ${quoted(path)}`);
}
