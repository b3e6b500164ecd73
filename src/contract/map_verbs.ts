/** The method of any verb. */
export type Method = (request: never) => Promise<unknown>;

/** Maps the entry of a verb, given its path. */
type Map<Leaf, Result> = (leaf: Leaf, path: readonly string[]) => Result;

/** Maps every verb of a table, keeping its shape. */
export function mapVerbs<Leaf>(table: object, map: Map<Leaf, unknown>): object {
  return mapBelow(table, map, []);
}

/** The entry of a table at this path. */
export function verbAt<Leaf>(table: object, path: readonly string[]): Leaf {
  return path.reduce<unknown>(
    (group, name) => (group as Record<string, unknown>)[name],
    table,
  ) as Leaf;
}

/** Maps every verb of a table to a list, in order. */
export function listVerbs<Leaf, Result>(table: object, map: Map<Leaf, Result>): readonly Result[] {
  const found: Result[] = [];
  mapVerbs<Leaf>(table, (leaf, path) => found.push(map(leaf, path)));
  return found;
}

function mapBelow<Leaf>(
  table: object,
  map: Map<Leaf, unknown>,
  path: readonly string[],
): object {
  const mapped = Object.entries(table).map(([name, member]) => {
    const here = [...path, name];
    return [name, isVerb(member) ? map(member, here) : mapBelow(member, map, here)];
  });
  return Object.fromEntries(mapped);
}

function isVerb(member: unknown): boolean {
  return typeof member === "function" || Object.hasOwn(member as object, "scope");
}
