import type { Items } from "../../src/domain/list_slice.ts";
import type { Operations } from "../../src/operations/operations.ts";

/** Operations on a store of which the test knows that no row is damaged. */
export type SoundOperations = Sound<Operations>;

type Sound<Table> = {
  readonly [Name in keyof Table]: Table[Name] extends
    (request: infer Request) => Promise<infer Answer>
    ? (request: Request) => Promise<SoundAnswer<Answer>>
    : Sound<Table[Name]>;
};

type SoundAnswer<Answer> = Answer extends Items<infer Item> ? Items<SoundRow<Item>>
  : Answer extends { readonly key: infer Key }
    ? Omit<Answer, "key"> & { readonly key: SoundRow<Key> }
  : SoundRow<Answer>;

type SoundRow<Row> = Exclude<Row, { readonly intact: unknown }>;

/** The same operations, for such a test. */
export function soundOperations(operations: Operations): SoundOperations {
  return operations as unknown as SoundOperations;
}
