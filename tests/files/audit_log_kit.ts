import { createHash } from "node:crypto";
import { openAuditLog } from "../../src/files/audit_log.ts";

/** Calls `body` with the path of a log that is not there yet. */
export async function withLog(body: (path: string) => Promise<void>): Promise<void> {
  const directory = await Deno.realPath(await Deno.makeTempDir({ prefix: "cloacina-audit-" }));
  try {
    await body(`${directory}/audit.log`);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

/** Appends a line for each name, a second after the other ones; returns all lines. */
export async function appendLines(
  path: string,
  ...names: readonly string[]
): Promise<readonly string[]> {
  const events = names.map((name) => ({ type: "package.signed", name }) as const);
  moment += 1000;
  await openAuditLog(path, () => new Date(moment)).append(events, "alice");
  return await linesOf(path);
}

let moment = Date.parse("2026-01-28T12:00:00Z");

/** The whole lines of a file. */
export async function linesOf(path: string): Promise<readonly string[]> {
  return (await Deno.readTextFile(path)).split("\n").slice(0, -1);
}

/** Lower-case hex SHA-256 of a line. */
export function hashOf(line: string): string {
  return createHash("sha256").update(line).digest("hex");
}

/** Holds the lock of a log until `work` has opened it and found it locked, and makes the change before it lets go. */
export async function whileItWaits<Result>(
  path: string,
  work: () => Promise<Result>,
  change: () => Promise<void>,
): Promise<Result> {
  const holder = await Deno.open(path, { read: true });
  await holder.lock(true);
  const { tryLockSync } = Deno.FsFile.prototype;
  const refused = Promise.withResolvers<void>();
  Deno.FsFile.prototype.tryLockSync = function (exclusive) {
    const isLocked = tryLockSync.call(this, exclusive);
    if (!isLocked) refused.resolve();
    return isLocked;
  };
  const result = work();
  await Promise.race([refused.promise, result]);
  Deno.FsFile.prototype.tryLockSync = tryLockSync;
  try {
    await change();
  } finally {
    holder.close();
  }
  return await result;
}
