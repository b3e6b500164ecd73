import type { Patience } from "./patience.ts";

/** Waits for its turn, and gives back what ends it. Null where patience ended first. */
export type TakeTurn = (patience: Patience) => Promise<(() => void) | null>;

/** Lets one in at a time, in the order in which they came: a connection has one transaction at most. */
export function turns(): TakeTurn {
  let last: Promise<void> = Promise.resolve();
  return async (patience) => {
    const before = last;
    const turn = Promise.withResolvers<void>();
    last = before.then(() => turn.promise);
    const hasTurn = await within(before, patience);
    if (!hasTurn) turn.resolve();
    return hasTurn ? turn.resolve : null;
  };
}

/** Whether the promise settled in time. */
async function within(promise: Promise<void>, patience: Patience): Promise<boolean> {
  const timeUp = Promise.withResolvers<false>();
  const timer = setTimeout(() => timeUp.resolve(false), Math.max(0, patience()));
  try {
    return await Promise.race([promise.then(() => true), timeUp.promise]);
  } finally {
    clearTimeout(timer);
  }
}
