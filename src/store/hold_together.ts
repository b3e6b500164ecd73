import type { Held, Store, StoreReader } from "./store.ts";

/** How many looks share a transaction at most. */
const MAX_TOGETHER = 100;

/** Looks at the store in one transaction, while nobody revokes what is used. */
export type LookTogether = Store["holding"];

/** A look that waits for its transaction: it never throws, and gives what settles its caller's promise afterwards. */
interface Waiting {
  readonly uses: readonly Held[];
  readonly start: (reader: StoreReader) => Promise<() => void>;
  readonly refuse: (error: unknown) => void;
}

/**
 * As `Store.holding`, by transactions of which each serves all that came while the one before it ran: a store has one
 * writer at a time, or few, and each of these looks waits for the audit log's disk.
 */
export function holdTogether(lookTogether: LookTogether): Store["holding"] {
  const waiting: Waiting[] = [];
  let isRunning = false;
  const runAll = async () => {
    isRunning = true;
    while (waiting.length > 0) await runOne(lookTogether, waiting.splice(0, MAX_TOGETHER));
    isRunning = false;
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
    waiting.push({ uses, start, refuse: reject });
    if (!isRunning) runAll();
    return promise;
  };
}

async function runOne(lookTogether: LookTogether, looks: readonly Waiting[]): Promise<void> {
  try {
    const uses = looks.flatMap((look) => look.uses);
    const settle = await lookTogether(uses, (reader) => {
      const shared = { ...reader, ...askedOnce(reader) };
      return Promise.all(looks.map(({ start }) => start(shared)));
    });
    for (const one of settle) one();
  } catch (error) {
    for (const { refuse } of looks) refuse(error);
  }
}

/** What several look at is read once: while it is held it stays as it is. */
function askedOnce(
  { signingKeysOf, apiToken }: StoreReader,
): Pick<StoreReader, "signingKeysOf" | "apiToken"> {
  return { signingKeysOf: once(signingKeysOf), apiToken: once(apiToken) };
}

function once<Key, Answer>(ask: (key: Key) => Promise<Answer>): (key: Key) => Promise<Answer> {
  const answers = new Map<Key, Promise<Answer>>();
  return (key) => {
    const answer = answers.get(key) ?? ask(key);
    answers.set(key, answer);
    return answer;
  };
}
