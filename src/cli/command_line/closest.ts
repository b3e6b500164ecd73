/** From this distance on, two words are not similar. */
const THRESHOLD = 4;

/** The costs of a missing, surplus or different letter, and of two swapped ones. */
const COSTS = { missing: 1, surplus: 2, other: 2, swapped: 1 } as const;

/**
 * The names closest to what was typed, in either camel or kebab case: several if they are equally close, none if all are
 * too far.
 */
export function closestTo(typed: string, names: readonly string[]): readonly string[] {
  const distances = names.map((name) => distanceOf(plain(typed), plain(name)));
  const least = Math.min(...distances, THRESHOLD);
  return names.filter((_, index) => distances[index] === least);
}

function plain(name: string): string {
  return name.replace(/[-_.]/g, "").toLowerCase();
}

/** Damerau and Levenshtein's, of neighbours swapped at most once: what it costs to make `name` of `typed`. */
function distanceOf(typed: string, name: string): number {
  if (typed.length > name.length + THRESHOLD) return Infinity;
  let before: readonly number[] = [];
  let above = Array.from({ length: name.length + 1 }, (_, column) => column * COSTS.missing);
  for (let row = 1; row <= typed.length; row++) {
    const costs = [row * COSTS.surplus];
    for (let column = 1; column <= name.length; column++) {
      const isSame = typed[row - 1] === name[column - 1];
      const isSwapped = row > 1 && typed[row - 1] === name[column - 2] &&
        typed[row - 2] === name[column - 1];
      costs.push(Math.min(
        above[column]! + COSTS.surplus,
        costs[column - 1]! + COSTS.missing,
        above[column - 1]! + (isSame ? 0 : COSTS.other),
        isSwapped ? before[column - 2]! + COSTS.swapped : Infinity,
      ));
    }
    [before, above] = [above, costs];
  }
  return above[name.length]!;
}
