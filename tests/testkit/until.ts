import { within } from "./within.ts";

/** How long one waits before asking again, in milliseconds. */
const PAUSE_MS = 20;

/** What is not there yet. */
type Nothing = false | null | undefined;

/**
 * Asks again and again until there is something, and returns it. Throws what asking throws, and where there is nothing
 * after `deadline` milliseconds.
 */
export async function until<Value>(
  ask: () => Value | Nothing | Promise<Value | Nothing>,
  deadline: number = 60_000,
): Promise<Value> {
  let isOver = false;
  const asking = async () => {
    while (true) {
      const value = await ask();
      if (isOver || (value !== false && value !== null && value !== undefined)) {
        return value as Value;
      }
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  };
  return await within(deadline, asking()).finally(() => isOver = true);
}
