import type { AuditLogFiles } from "../../domain/audit_chain.ts";
import { CloacinaError } from "../../errors.ts";
import { storeAuditLog } from "./audit_trail.ts";
import type { CliContext } from "../context.ts";
import { STANDARD_STREAM } from "../terminal/standard_streams.ts";
import type { AuditFlags } from "../store/store_flags.ts";

/** The files of an audit log: those that were named, else the current one. `action` reads "verify the audit log". */
export function auditFiles(
  context: CliContext,
  flags: AuditFlags,
  { named, action }: { readonly named: readonly string[]; readonly action: string },
): AuditLogFiles {
  const path = named.length > 0 ? null : storeAuditLog(context, flags);
  const refused = [path, ...named].includes(STANDARD_STREAM)
    ? "a log that goes to a stream is not kept"
    : named.length === 0 && path === null
    ? "no audit log is written"
    : undefined;
  if (refused !== undefined) {
    throw new CloacinaError("invalid_request", `Cannot ${action}: ${refused}`, {
      hint: "give its file as an argument",
    });
  }
  return path ?? named;
}
