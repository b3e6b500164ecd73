import type { Held, StatementsAsked, Store, StoreReader, StoreWriter } from "./store.ts";
import { takeTurns } from "./take_turns.ts";

/** The most reads that share a transaction. */
const MAX_TOGETHER = 100;

/** The most such transactions at the same time: fewer than a pool has connections. */
const MAX_BESIDE = 3;

/** Reads the store in one transaction, while nobody revokes what is used. */
type LookTogether = Store["holding"];

/** Runs work in one transaction, while nobody revokes what is used; `asks` says what it asks of `statementsOf`. */
export type HoldingTransaction = <Result>(
  uses: readonly Held[],
  work: (writer: StoreWriter) => Promise<Result>,
  asks?: readonly StatementsAsked[],
) => Promise<Result>;

/**
 * Which callers may share a transaction, by what they use: those of one group, of which one transaction runs at a time.
 */
export type GroupOf = (uses: readonly Held[]) => string;

/** What waits for its transaction. */
interface Using {
  readonly uses: readonly Held[];
  readonly refuse: (error: unknown) => void;
}

/** A read that waits: `start` never throws, and returns what then settles its caller's promise, unless it failed. */
interface Waiting extends Using {
  readonly start: (reader: StoreReader) => Promise<() => void>;
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
  const wait = takeTurns<Waiting>({
    serve: (looks) => runTogether(lookTogether, looks),
    countOf: ({ length }) => Math.min(length, MAX_TOGETHER),
    beside: MAX_BESIDE,
  });
  return (uses, work) => {
    const { promise, resolve, reject } = Promise.withResolvers<Awaited<ReturnType<typeof work>>>();
    const start = async (reader: StoreReader) => {
      try {
        const result = await work(reader);
        return () => resolve(result);
      } catch (error) {
        // Whatever becomes of the transaction, and of the others in it.
        reject(error);
        return () => {};
      }
    };
    wait(groupOf(uses), { uses, start, refuse: reject });
    return promise;
  };
}

/** Holds in a transaction that may write: the hold ends with it. */
export function holdInTransaction(transaction: Store["transaction"]): HoldingTransaction {
  return (uses, work) =>
    transaction(async (writer) => {
      await writer.hold({ uses, revokes: [] });
      return await work(writer);
    });
}

async function runTogether(lookTogether: LookTogether, looks: readonly Waiting[]): Promise<void> {
  let hasBegun = false;
  try {
    const settle = await lookTogether(usedBy(looks), (reader) => {
      hasBegun = true;
      const shared = askingOnce(reader);
      return Promise.all(looks.map(({ start }) => start(shared)));
    });
    for (const one of settle) one();
  } catch (error) {
    if (hasBegun) refuseAll(looks, error);
    else {
      const hold = (uses: readonly Held[]) => lookTogether(uses, () => Promise.resolve());
      await runApart(looks, { error, hold, run: (some) => runTogether(lookTogether, some) });
    }
  }
}

/** Why several could not be held together, and how they are tried again. */
interface Apart<Caller> {
  readonly error: unknown;
  readonly hold: (uses: readonly Held[]) => Promise<void>;
  readonly run: (callers: readonly Caller[]) => Promise<void>;
}

/**
 * What cannot be held must not fail callers that do not use it: unless all do, those with the same uses are tried apart.
 */
export async function runApart<Caller extends Using>(
  callers: readonly Caller[],
  { error, hold, run }: Apart<Caller>,
): Promise<void> {
  const alike = [...Map.groupBy(callers, ({ uses }) => uses.join()).values()];
  if (alike.length === 1) return refuseAll(callers, error);
  try {
    await hold(usedByAll(callers));
  } catch (common) {
    return refuseAll(callers, common);
  }
  for (const some of alike) await run(some);
}

/** All that any of them uses. */
export function usedBy(callers: readonly Using[]): readonly Held[] {
  return callers.flatMap(({ uses }) => uses);
}

function usedByAll(callers: readonly Using[]): readonly Held[] {
  const [first, ...others] = callers;
  return first!.uses.filter((held) => others.every(({ uses }) => uses.includes(held)));
}

/** Gives all the same error. */
export function refuseAll(callers: readonly Using[], error: unknown): void {
  for (const { refuse } of callers) refuse(error);
}

/** What several need is read once: it does not change while it is held. */
export function askingOnce<Reader extends StoreReader>(reader: Reader): Reader {
  const { signingKeysOf, apiToken, withDamaged } = reader;
  return {
    ...reader,
    signingKeysOf: once(signingKeysOf),
    apiToken: once(apiToken),
    withDamaged: { ...withDamaged, statementsOf: once(withDamaged.statementsOf) },
  };
}

function once<Request extends readonly unknown[], Answer>(
  ask: (...request: Request) => Promise<Answer>,
): (...request: Request) => Promise<Answer> {
  const answers = new Map<string, Promise<Answer>>();
  return (...request) => {
    const name = JSON.stringify(request);
    const answer = answers.get(name) ?? ask(...request);
    answers.set(name, answer);
    return answer;
  };
}
