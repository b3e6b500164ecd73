import { requireSound } from "../domain/read_row.ts";
import type { MarkedReader, StoreReader } from "./store.ts";

type Read = (...request: readonly never[]) => Promise<unknown>;

/** The reads of a store: each refuses damaged rows, and `withDamaged` has those that mark them. */
export function soundReader(marked: MarkedReader): StoreReader {
  const sound = Object.entries(marked).map(([name, read]: readonly [string, Read]) => [
    name,
    async (...request: readonly never[]) => {
      const result = await read(...request);
      for (const row of rowsOf(result)) requireSound(row);
      return result;
    },
  ]);
  return { ...Object.fromEntries(sound), withDamaged: marked };
}

/** The rows of what any of the reads returns: one row or none, several, or a listing. */
function rowsOf(result: unknown): readonly object[] {
  if (result === null) return [];
  if (Array.isArray(result)) return result;
  const { rows } = result as { readonly rows?: readonly object[] };
  return rows ?? [result as object];
}
