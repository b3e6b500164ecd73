/** A method of some verb. */
export type Method = (request: never) => Promise<unknown>;

/** What a table has for each verb, and where: its entry, or a function. */
type Map<Leaf, Result> = (leaf: Leaf, path: readonly string[]) => Result;

/** A table of the same shape, with something else for each verb. */
export function mapVerbs<Leaf>(table: object, map: Map<Leaf, unknown>): object {
  return mapBelow(table, map, []);
}

/** What a table has for the verb at this path. */
export function verbAt<Leaf>(table: object, path: readonly string[]): Leaf {
  return path.reduce<unknown>(
    (group, name) => (group as Record<string, unknown>)[name],
    table,
  ) as Leaf;
}

/** Every verb of a table, in its order. */
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
