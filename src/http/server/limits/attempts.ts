import { dropOldest } from "../../../domain/drop_oldest.ts";

/** Failed attempts of one caller within `WINDOW_MS`; after these it is told to wait. */
export const MAX_FAILURES = 10;

/** How long failures count, in milliseconds. */
const WINDOW_MS = 60_000;

/** How many callers are remembered; the one whose first failure is oldest is dropped first. */
const MAX_CALLERS = 10_000;

/** How often each caller failed: a network, or a token. */
export interface FailedAttempts {
  /** Whole seconds until a caller may try again; 0 where it may now. */
  readonly secondsToWait: (caller: string) => number;
  readonly add: (caller: string) => void;
}

/** Counts failures by caller. `now` is in milliseconds. Its memory is bounded however many there are. */
export function failedAttempts(now: () => number): FailedAttempts {
  const failures = new Map<string, { count: number; readonly until: number }>();
  const current = (caller: string) => {
    const found = failures.get(caller);
    return found !== undefined && found.until > now() ? found : undefined;
  };
  return {
    secondsToWait: (caller) => {
      const found = current(caller);
      if (found === undefined || found.count < MAX_FAILURES) return 0;
      return Math.ceil((found.until - now()) / 1000);
    },
    add: (caller) => {
      const found = current(caller);
      if (found !== undefined) {
        found.count += 1;
        return;
      }
      failures.delete(caller);
      failures.set(caller, { count: 1, until: now() + WINDOW_MS });
      dropOldest(failures, MAX_CALLERS);
    },
  };
}
