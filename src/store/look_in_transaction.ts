import type { LookTogether } from "./hold_together.ts";
import type { Store } from "./store.ts";

/** Looks at a store in a transaction of the kind that changes it: the hold ends with it. */
export function lookInTransaction(transaction: Store["transaction"]): LookTogether {
  return (uses, work) =>
    transaction(async (writer) => {
      await writer.hold({ uses, revokes: [] });
      return await work(writer);
    });
}
