import type { AuditEvent } from "../../../domain/audit_event.ts";
import type { PackageHash } from "../../../domain/package_hash.ts";
import type { CloacinaError } from "../../../errors.ts";

/** A verification that failed, for the audit log. */
export function failureEvent(packageHash: PackageHash, { code }: CloacinaError): AuditEvent {
  return { type: "verification.failure", packageHash, reason: code };
}
