/** The pause before the first try again, and the longest one, in seconds. */
const [FIRST, LONGEST] = [1, 30];

/** How many seconds to wait before trying for the `attempt`th time again: 1, 2, 4, … 30. */
export function secondsBefore(attempt: number): number {
  return Math.min(FIRST * 2 ** (attempt - 1), LONGEST);
}
