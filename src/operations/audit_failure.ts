import type { AuditEvent } from "../domain/audit_event.ts";
import { CloacinaError, toCloacinaError } from "../errors.ts";
import type { AuditTrail } from "./parts.ts";

/** Runs the work. If it throws, writes the events of `toEvents` to the audit log, and rethrows. */
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

/** The original failure, with a note that it could not be written to the audit log. */
function unaudited(error: CloacinaError, reason: CloacinaError): CloacinaError {
  const missing = `the audit log has no line of this failure: ${reason.message}`;
  return error.with({ hint: error.hint === undefined ? missing : `${error.hint}; ${missing}` });
}
