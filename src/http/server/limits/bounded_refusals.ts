import { lineBudget, reasonAfter } from "../../../domain/line_budget.ts";
import type { ServerParts } from "../server_parts.ts";

/** Refusals of which the audit log is told in a minute, from all addresses together. */
export const MAX_REFUSALS = 300;

/**
 * Tells of so many refusals that no crowd of addresses can fill the disk; the next line then says how many were left out.
 * `now` is in milliseconds.
 */
export function boundedRefusals(
  write: ServerParts["auditRefusal"],
  now: () => number,
): ServerParts["auditRefusal"] {
  const budget = lineBudget(MAX_REFUSALS, now);
  return async (token, address, reason) => {
    const leftOut = budget();
    if (leftOut === null) return;
    await write(token, address, reasonAfter(leftOut, reason, "refusals"));
  };
}
