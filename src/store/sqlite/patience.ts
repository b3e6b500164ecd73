import { isBusy } from "./sqlite_error.ts";

const FIRST_WAIT = 1;
const LONGEST_WAIT = 25;

/** How many milliseconds are left before giving up. */
export type Patience = () => number;

/** Patience for so many milliseconds from now on. */
export function patienceFor(milliseconds: number): Patience {
  const end = performance.now() + milliseconds;
  return () => end - performance.now();
}

/**
 * Retries while another connection has a lock, until patience ends. SQLite's own waiting would block everything else in
 * this process.
 */
export async function whileBusy<Result>(
  attempt: () => Result,
  patience: Patience,
): Promise<Result> {
  for (let wait = FIRST_WAIT;; wait = Math.min(2 * wait, LONGEST_WAIT)) {
    try {
      return attempt();
    } catch (error) {
      if (!isBusy(error) || patience() <= 0) throw error;
    }
    await sleep(wait * (0.5 + Math.random()));
  }
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
