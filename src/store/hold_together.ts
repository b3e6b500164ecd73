import type { Held, Store, StoreWriter } from "./store.ts";

/** How many looks share a transaction at most. */
const MAX_TOGETHER = 100;

/** A look that waits for its transaction: it never throws, and gives what settles its caller's promise afterwards. */
interface Waiting {
  readonly uses: readonly Held[];
  readonly start: (writer: StoreWriter) => Promise<() => void>;
  readonly refuse: (error: unknown) => void;
}

/**
 * As `Store.holding`, by transactions of which each serves all that came while the one before it ran: a store has one
 * writer at a time, or few, and each of these looks waits for the audit log's disk.
 */
export function holdTogether(transaction: Store["transaction"]): Store["holding"] {
  const waiting: Waiting[] = [];
  let isRunning = false;
  const runAll = async () => {
    isRunning = true;
    while (waiting.length > 0) await runOne(transaction, waiting.splice(0, MAX_TOGETHER));
    isRunning = false;
  };
  return (uses, work) => {
    const { promise, resolve, reject } = Promise.withResolvers<Awaited<ReturnType<typeof work>>>();
    const start = async (writer: StoreWriter) => {
      try {
        const result = await work(writer);
        return () => resolve(result);
      } catch (error) {
        return () => reject(error);
      }
    };
    waiting.push({ uses, start, refuse: reject });
    if (!isRunning) runAll();
    return promise;
  };
}

async function runOne(
  transaction: Store["transaction"],
  looks: readonly Waiting[],
): Promise<void> {
  try {
    const settle = await transaction(async (writer) => {
      await writer.hold({ uses: looks.flatMap(({ uses }) => uses), revokes: [] });
      return await Promise.all(looks.map(({ start }) => start(writer)));
    });
    for (const one of settle) one();
  } catch (error) {
    for (const { refuse } of looks) refuse(error);
  }
}
