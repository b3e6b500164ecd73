import postgres from "postgres";
import { CloacinaError } from "../../errors.ts";
import type { Statement } from "../sql/session.ts";
import { endsConnection } from "./database_error.ts";
import type { Tables } from "./tables.ts";
import type { ReadAtOnce } from "./transaction.ts";

/** The most reads that share a transaction. */
const MAX_TOGETHER = 100;

/** The most such transactions at the same time: one that gets no answer does not stop all others. */
const MAX_BESIDE = 2;

type Answers = Awaited<ReturnType<ReadAtOnce>>;

/** A read that waits for its transaction. */
interface Waiting {
  readonly toStatements: (tables: Tables) => readonly Statement[];
  readonly resolve: (answers: Answers) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * As `readAtOnce`, by transactions of which each serves all reads that came before it began: for reads that take no
 * time. What several ask is asked once. A read that the server refuses fails alone.
 */
export function readTogether(readAtOnce: ReadAtOnce): ReadAtOnce {
  const waiting: Waiting[] = [];
  let running = 0;
  /** Whether one of them waits for a connection: whoever comes until it begins is served by it. */
  let isBeginning = false;
  const runNext = async () => {
    if (isBeginning || running === MAX_BESIDE || waiting.length === 0) return;
    isBeginning = true;
    running += 1;
    await readAll(readAtOnce, () => {
      isBeginning = false;
      return waiting.splice(0, MAX_TOGETHER);
    });
    running -= 1;
    runNext();
  };
  return (toStatements) => {
    const { promise, resolve, reject } = Promise.withResolvers<Answers>();
    waiting.push({ toStatements, resolve, reject });
    runNext();
    return promise;
  };
}

/** Serves those whom `take` gives when the transaction is about to begin: it does not see what changes later. */
async function readAll(
  readAtOnce: ReadAtOnce,
  take: () => readonly Waiting[],
): Promise<void> {
  let taken: readonly Waiting[] | undefined;
  const shared = sharedStatements();
  let places: readonly (readonly number[])[] = [];
  const toStatements = (tables: Tables) => {
    places = taken!.map((one) => statementsOf(one, tables).map(shared.add));
    return shared.statements;
  };
  try {
    const answers = await readAtOnce(toStatements, () => taken = take());
    taken!.forEach(({ resolve }, at) => resolve(places[at]!.map((place) => answers[place]!)));
  } catch (error) {
    const failed = taken ?? take();
    if (failed.length > 1 && isAnswer(error)) await readApart(readAtOnce, failed);
    else for (const { reject } of failed) reject(error);
  }
}

function statementsOf({ toStatements, reject }: Waiting, tables: Tables): readonly Statement[] {
  try {
    return toStatements(tables);
  } catch (error) {
    reject(error);
    return [];
  }
}

/** At the same time, so that one that waits for a table which somebody has locked delays no other. */
async function readApart(readAtOnce: ReadAtOnce, reads: readonly Waiting[]): Promise<void> {
  await Promise.all(
    reads.map(({ toStatements, resolve, reject }) =>
      readAtOnce(toStatements).then(resolve, reject)
    ),
  );
}

/** Different statements, each by its place among them. */
function sharedStatements() {
  const statements: Statement[] = [];
  const places = new Map<string, number>();
  const add = (statement: Statement): number => {
    const name = JSON.stringify([statement.text, statement.values]);
    const place = places.get(name) ?? statements.push(statement) - 1;
    places.set(name, place);
    return place;
  };
  return { statements, add };
}

/** Whether the server answered, so that others may have what one was refused. */
function isAnswer(error: unknown): boolean {
  const cause = error instanceof CloacinaError ? error.cause : undefined;
  return cause instanceof postgres.PostgresError && !endsConnection(cause);
}
