import type { Held, Store, StoreReader } from "./store.ts";

/** The most reads that share a transaction. */
const MAX_TOGETHER = 100;

/** The most such transactions at the same time: fewer than a pool has connections. */
const MAX_BESIDE = 3;

/** Reads the store in one transaction, while nobody revokes what is used. */
export type LookTogether = Store["holding"];

/**
 * Which reads may share a transaction, by what they use: those of one group, of which one transaction runs at a time.
 */
export type GroupOf = (uses: readonly Held[]) => string;

/** A read that waits for its transaction: it never throws, and returns what then settles its caller's promise. */
interface Waiting {
  readonly uses: readonly Held[];
  readonly start: (reader: StoreReader) => Promise<() => void>;
  readonly refuse: (error: unknown) => void;
}

/**
 * As `Store.holding`, by transactions of which each serves all of its group that came while the one before it ran: a
 * store has one writer at a time, or few, and each of these reads waits for the audit log's disk. Without `groupOf` all
 * are of one group.
 */
export function holdTogether(
  lookTogether: LookTogether,
  groupOf: GroupOf = () => "",
): Store["holding"] {
  /** The next group is the first one. */
  const groups = new Map<string, Waiting[]>();
  const running = new Set<string>();
  const runNext = () => {
    for (const group of groups.keys()) {
      if (running.size === MAX_BESIDE) return;
      if (!running.has(group)) run(group);
    }
  };
  const run = async (group: string) => {
    running.add(group);
    const looks = groups.get(group)!;
    await runTogether(lookTogether, looks.splice(0, MAX_TOGETHER));
    groups.delete(group);
    if (looks.length > 0) groups.set(group, looks);
    running.delete(group);
    runNext();
  };
  return (uses, work) => {
    const { promise, resolve, reject } = Promise.withResolvers<Awaited<ReturnType<typeof work>>>();
    const start = async (reader: StoreReader) => {
      try {
        const result = await work(reader);
        return () => resolve(result);
      } catch (error) {
        return () => reject(error);
      }
    };
    const group = groupOf(uses);
    const looks = groups.get(group) ?? [];
    looks.push({ uses, start, refuse: reject });
    groups.set(group, looks);
    runNext();
    return promise;
  };
}

/** Reads a store in a transaction that may write: the hold ends with it. */
export function lookInTransaction(transaction: Store["transaction"]): LookTogether {
  return (uses, work) =>
    transaction(async (writer) => {
      await writer.hold({ uses, revokes: [] });
      return await work(writer);
    });
}

async function runTogether(lookTogether: LookTogether, looks: readonly Waiting[]): Promise<void> {
  let hasBegun = false;
  try {
    const settle = await lookTogether(looks.flatMap(({ uses }) => uses), (reader) => {
      hasBegun = true;
      const shared = askingOnce(reader);
      return Promise.all(looks.map(({ start }) => start(shared)));
    });
    for (const one of settle) one();
  } catch (error) {
    if (hasBegun) refuseAll(looks, error);
    else await runApart(lookTogether, looks, error);
  }
}

/**
 * What cannot be held must not fail reads that do not use it: unless all do, those with the same uses are tried apart.
 */
async function runApart(
  lookTogether: LookTogether,
  looks: readonly Waiting[],
  error: unknown,
): Promise<void> {
  const alike = [...Map.groupBy(looks, ({ uses }) => uses.join()).values()];
  if (alike.length === 1) return refuseAll(looks, error);
  try {
    await lookTogether(usedByAll(looks), () => Promise.resolve());
  } catch (common) {
    return refuseAll(looks, common);
  }
  for (const some of alike) await runTogether(lookTogether, some);
}

function usedByAll(looks: readonly Waiting[]): readonly Held[] {
  const [first, ...others] = looks;
  return first!.uses.filter((held) => others.every(({ uses }) => uses.includes(held)));
}

function refuseAll(looks: readonly Waiting[], error: unknown): void {
  for (const { refuse } of looks) refuse(error);
}

/** What several need is read once: it does not change while it is held. */
export function askingOnce(reader: StoreReader): StoreReader {
  const { signingKeysOf, apiToken } = reader;
  return { ...reader, signingKeysOf: once(signingKeysOf), apiToken: once(apiToken) };
}

function once<Key, Answer>(ask: (key: Key) => Promise<Answer>): (key: Key) => Promise<Answer> {
  const answers = new Map<Key, Promise<Answer>>();
  return (key) => {
    const answer = answers.get(key) ?? ask(key);
    answers.set(key, answer);
    return answer;
  };
}
