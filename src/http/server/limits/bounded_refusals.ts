import { lineBudget, reasonAfter } from "../../../domain/line_budget.ts";
import type { ServerParts } from "../server_parts.ts";

/** The most refusals a minute that are written to the audit log, from all addresses together. */
export const MAX_REFUSAL_LINES = 300;

/**
 * Limits how many refusals are logged, so that many addresses cannot fill the disk; the next line says how many were left out.
 * `now` is in milliseconds.
 */
export function boundedRefusals(
  write: ServerParts["auditRefusal"],
  now: () => number,
): ServerParts["auditRefusal"] {
  const budget = lineBudget(MAX_REFUSAL_LINES, now);
  return async (token, address, reason) => {
    const leftOut = budget();
    if (leftOut === null) return;
    await write(token, address, reasonAfter(leftOut, reason, "refusals"));
  };
}
