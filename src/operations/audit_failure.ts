import type { AuditEvent } from "../domain/audit_event.ts";
import { CloacinaError, toCloacinaError } from "../errors.ts";
import type { AuditTrail } from "./parts.ts";

/** Does the work. What it throws is written to the audit log, as the events that `toEvents` makes of it, and thrown on. */
export async function auditingFailure<Result>(
  audit: AuditTrail,
  toEvents: (error: CloacinaError) => readonly AuditEvent[],
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (thrown) {
    const error = toCloacinaError(thrown);
    const events = toEvents(error);
    if (events.length === 0) throw thrown;
    await audit(events).catch((reason) => {
      throw unaudited(error, toCloacinaError(reason));
    });
    throw error;
  }
}

/** The failure itself matters more than that its line is missing, but nobody may miss that either. */
function unaudited({ code, message, hint, cause }: CloacinaError, reason: CloacinaError) {
  const missing = `the audit log has no line of this failure: ${reason.message}`;
  return new CloacinaError(code, message, {
    hint: hint === undefined ? missing : `${hint}; ${missing}`,
    cause,
  });
}
