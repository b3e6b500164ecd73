/** What many callers ask for one by one, and is sent together. */
interface Batches<Item, Result> {
  /** The most items of one batch, and of their sizes. */
  readonly most: { readonly items: number; readonly size: number };
  readonly sizeOf: (item: Item) => number;
  /** Has a result, or what to throw, for each item in order. What it throws is the error of all that waits, too. */
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
  /** Never throws: every item gets its own result or error. */
  const sendBatch = async (batch: readonly Waiting<Item, Result>[]) => {
    try {
      settle(batch, await send(batch.map(({ item }) => item)));
    } catch (error) {
      // What waits would fail likewise, each batch after tries of its own.
      for (const { result } of [...batch, ...waiting.splice(0)]) result.reject(error);
    }
  };
  const sendAll = async () => {
    isSending = true;
    // What is asked for in the same turn goes together.
    await Promise.resolve();
    while (waiting.length > 0) await sendBatch(takeBatch());
    isSending = false;
  };
  return (item) => {
    const result = Promise.withResolvers<Result>();
    waiting.push({ item, result });
    if (!isSending) sendAll();
    return result.promise;
  };
}

function settle<Item, Result>(
  batch: readonly Waiting<Item, Result>[],
  settled: readonly Settled<Result>[],
): void {
  batch.forEach(({ result }, index) => {
    const one = settled[index]!;
    if ("value" in one) result.resolve(one.value);
    else result.reject(one.error);
  });
}
