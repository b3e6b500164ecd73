/** The period of a budget, in milliseconds. */
const WINDOW_MS = 60_000;

/**
 * Takes one line from the budget: returns how many lines were dropped since the last one written, or null if this one
 * must be dropped too.
 */
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

/** Adds to a reason how many earlier lines of its kind were dropped. */
export function reasonAfter(leftOut: number, reason: string, kind: string): string {
  return leftOut === 0 ? reason : `${reason} (${leftOut} ${kind} before this one were left out)`;
}
