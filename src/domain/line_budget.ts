/** How long lines count against a budget, in milliseconds. */
const WINDOW_MS = 60_000;

/** Spends one line: how many were left out since the last that was written, or null where this one is left out, too. */
export type LineBudget = () => number | null;

/** A budget of `most` lines a minute. `now` is in milliseconds. */
export function lineBudget(most: number, now: () => number): LineBudget {
  let [end, written, leftOut] = [0, 0, 0];
  return () => {
    if (now() >= end) [end, written] = [now() + WINDOW_MS, 0];
    if (written === most) {
      leftOut += 1;
      return null;
    }
    written += 1;
    const before = leftOut;
    leftOut = 0;
    return before;
  };
}

/** A reason, and how many lines of its kind before it were left out. */
export function reasonAfter(leftOut: number, reason: string, kind: string): string {
  return leftOut === 0 ? reason : `${reason} (${leftOut} ${kind} before this one were left out)`;
}
