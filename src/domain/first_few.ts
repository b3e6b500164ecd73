/** How many a message names of what may be thousands. */
const NAMED = 10;

/** The first few of many names, and how many more there are. */
export function firstFew(names: readonly string[]): readonly string[] {
  const others = names.length - NAMED;
  return others > 0 ? [...names.slice(0, NAMED), `${others} more`] : names;
}
