/** Forgets the entry that was set first where a map has more than so many. */
export function dropOldest<Key>(map: Map<Key, unknown>, most: number): void {
  if (map.size > most) map.delete(map.keys().next().value!);
}
