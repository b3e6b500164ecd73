import { join } from "node:path";
import { shownReference } from "../../domain/shown_text.ts";
import { CloacinaError, toCloacinaError } from "../../errors.ts";
import type { CliContext, Files } from "../context.ts";
import { homeOf } from "../store/home.ts";
import { requirePlainPath } from "../secrets/secret_given.ts";
import type { AuditFlags } from "../store/store_flags.ts";

/** The value that disables the audit log. */
const OFF = "off";

/**
 * The audit log for work in a store: `--audit-log`, else CLOACINA_AUDIT_LOG, else `audit.log` in the home directory; `-`
 * is standard error. Null only for `off`. Throws if there is no home directory that only this user can write to.
 */
export function storeAuditLog(context: CliContext, flags: AuditFlags): string | null {
  const path = namedAuditLog(context, flags);
  if (path !== undefined) return path;
  const home = homeOf(context);
  context.files.requireTrusted(home, "rely on the home directory");
  return join(home, "audit.log");
}

/** The audit log for work with key files only: null unless one is named. */
export function keyFileAuditLog(context: CliContext, flags: AuditFlags): string | null {
  return namedAuditLog(context, flags) ?? null;
}

/** The actor according to the environment: a claim, like everything that this user's processes write. */
export function actorOf({ env }: CliContext): string {
  return shownReference(env("LOGNAME") || env("USER") || env("USERNAME") || "unknown");
}

function namedAuditLog({ env }: CliContext, { auditLog }: AuditFlags): string | null | undefined {
  const path = auditLog ?? env("CLOACINA_AUDIT_LOG");
  if (path === OFF) return null;
  if (path === undefined) return undefined;
  requirePlainPath(path, auditLog === undefined ? "CLOACINA_AUDIT_LOG" : "--audit-log");
  if (path !== "") return path;
  throw new CloacinaError("invalid_request", "Cannot write the audit log: its path is empty", {
    hint: "name a file with --audit-log or CLOACINA_AUDIT_LOG, or set it to off",
  });
}

/** The error if others may write to an audit log and so forge it; null if not, or if it cannot be read, and so not written. */
export function auditLogFault(
  requireTrusted: Files["requireTrusted"],
  path: string,
): CloacinaError | null {
  try {
    requireTrusted(path, "rely on the audit log");
    return null;
  } catch (thrown) {
    const error = toCloacinaError(thrown);
    return error.code === "insufficient_permissions" ? error : null;
  }
}
