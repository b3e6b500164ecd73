/** What many callers ask for one by one, and is sent together. */
export interface Batches<Item, Result> {
  /** The most items of one batch, and of their sizes. */
  readonly most: { readonly items: number; readonly size: number };
  readonly sizeOf: (item: Item) => number;
  /** Has a result, or what to throw, for each item in order. */
  readonly send: (items: readonly Item[]) => Promise<readonly Settled<Result>[]>;
}

/** The result of one item, or its error. */
export type Settled<Result> = { readonly value: Result } | { readonly error: Error };

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly result: PromiseWithResolvers<Result>;
}

/**
 * Makes a function for one item of one that sends many: what is asked for at once, or while a batch is under way, goes
 * in the next one.
 */
export function inBatches<Item, Result>(
  { most, sizeOf, send }: Batches<Item, Result>,
): (item: Item) => Promise<Result> {
  const waiting: Waiting<Item, Result>[] = [];
  let isSending = false;
  const takeBatch = () => {
    let [count, size] = [0, 0];
    for (const { item } of waiting.slice(0, most.items)) {
      size += sizeOf(item);
      if (count > 0 && size > most.size) break;
      count += 1;
    }
    return waiting.splice(0, count);
  };
  const sendAll = async () => {
    isSending = true;
    // What is asked for in the same turn goes together.
    await Promise.resolve();
    while (waiting.length > 0) await settle(takeBatch(), send);
    isSending = false;
  };
  return (item) => {
    const result = Promise.withResolvers<Result>();
    waiting.push({ item, result });
    if (!isSending) sendAll();
    return result.promise;
  };
}

/** Never throws: every item gets its own result or error. */
async function settle<Item, Result>(
  batch: readonly Waiting<Item, Result>[],
  send: Batches<Item, Result>["send"],
): Promise<void> {
  try {
    const settled = await send(batch.map(({ item }) => item));
    batch.forEach(({ result }, index) => {
      const one = settled[index]!;
      if ("value" in one) result.resolve(one.value);
      else result.reject(one.error);
    });
  } catch (error) {
    for (const { result } of batch) result.reject(error);
  }
}
