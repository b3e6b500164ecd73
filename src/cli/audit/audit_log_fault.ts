import { type CloacinaError, toCloacinaError } from "../../errors.ts";
import type { Files } from "../context.ts";

/** Who else may write an audit log, and so forge it; null where nobody may, or it cannot be looked at, as then it cannot be written. */
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
