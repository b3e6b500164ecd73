import type { ServerParts } from "./server_parts.ts";

/** Refusals of which the audit log is told within `WINDOW_MS`, from all addresses together. */
export const MAX_REFUSALS = 300;

/** How long refusals count, in milliseconds. */
const WINDOW_MS = 60_000;

/**
 * Tells of so many refusals that no crowd of addresses can fill the disk; the next line then says how many were left out.
 * `now` is in milliseconds.
 */
export function boundedRefusals(
  write: ServerParts["auditRefusal"],
  now: () => number,
): ServerParts["auditRefusal"] {
  let [end, written, leftOut] = [0, 0, 0];
  return async (token, address, reason) => {
    if (now() >= end) [end, written] = [now() + WINDOW_MS, 0];
    if (written === MAX_REFUSALS) {
      leftOut += 1;
      return;
    }
    written += 1;
    const before = leftOut === 0 ? "" : ` (${leftOut} refusals before this one were left out)`;
    leftOut = 0;
    await write(token, address, `${reason}${before}`);
  };
}
