import { requireSound } from "../domain/read_row.ts";
import { CloacinaError } from "../errors.ts";
import {
  askingOnce,
  type GroupOf,
  type HoldingTransaction,
  refuseAll,
  runApart,
  usedBy,
} from "./hold_together.ts";
import type { Held, SavedSignature, Store, StoreReader, StoreWriter, Storing } from "./store.ts";
import { takeTurns } from "./take_turns.ts";

/** The most signatures that share a transaction: as many as one caller may store. */
const MAX_TOGETHER = 1000;

/** The most such transactions at the same time: a pool lends no more connections for changes. */
const MAX_BESIDE = 2;

/** A caller that waits for its transaction; `finish` returns what then settles its promise. */
interface Waiting extends Storing<() => void> {
  readonly uses: readonly Held[];
  readonly refuse: (error: unknown) => void;
}

/**
 * As `Store.storing`, by transactions of which each serves all of its group that came while the one before it ran: they
 * share its commit, and their audit lines a sync of the disk.
 */
export function storeTogether(
  hold: HoldingTransaction,
  groupOf: GroupOf = () => "",
): Store["storing"] {
  const wait = takeTurns<Waiting>({
    serve: (callers) => storeAll(hold, callers),
    countOf: countTogether,
    beside: MAX_BESIDE,
  });
  return (uses, { signatures, statements, asks, check, finish }) => {
    type Result = Awaited<ReturnType<typeof finish>>;
    const { promise, resolve, reject } = Promise.withResolvers<Result>();
    const settling = async (saved: readonly SavedSignature[], reader: StoreReader) => {
      const result = await finish(saved, reader);
      return () => resolve(result);
    };
    const storing = { signatures, statements, asks, check, finish: settling };
    // Where there is no table of statements, only those who state something are refused.
    wait(statements.length === 0 ? groupOf(uses) : `${groupOf(uses)} stated`, {
      ...storing,
      uses,
      refuse: reject,
    });
    return promise;
  };
}

/** As many as have so many signatures together; one in any case. */
function countTogether(callers: readonly Waiting[]): number {
  let signatures = 0;
  const end = callers.findIndex((caller) =>
    (signatures += caller.signatures.length) > MAX_TOGETHER
  );
  return end === -1 ? callers.length : Math.max(1, end);
}

/**
 * What fails before any of them was called to finish is tried again apart: it may be the fault of one. After that the
 * audit log may have a line of each, and all have the same outcome, but for those whose check has refused them.
 */
async function storeAll(hold: HoldingTransaction, callers: readonly Waiting[]): Promise<void> {
  let phase = "holding" as "holding" | "storing" | "finishing";
  let passed = callers;
  const run = (some: readonly Waiting[]) => storeAll(hold, some);
  const asks = callers.flatMap((caller) => caller.asks);
  try {
    const settle = await hold(usedBy(callers), async (writer) => {
      phase = "storing";
      passed = await checkAll(askingOnce(writer), callers);
      const saved = await saveAll(writer, passed);
      phase = "finishing";
      return await finishAll(writer, passed, saved);
    }, asks);
    for (const one of settle) one();
  } catch (error) {
    if (phase === "holding") {
      await runApart(callers, { error, hold: (uses) => hold(uses, () => Promise.resolve()), run });
    } else if (phase === "finishing" || !isOfOne(error, passed)) refuseAll(passed, error);
    else for (const one of passed) await run([one]);
  }
}

/** Whether others may store what they have, where several together may not. */
function isOfOne(error: unknown, { length }: readonly Waiting[]): boolean {
  return length > 1 && error instanceof CloacinaError && error.code !== "store_unavailable";
}

/** Refuses those that may not store, whatever becomes of the others, which it gives. */
async function checkAll(
  reader: StoreReader,
  callers: readonly Waiting[],
): Promise<readonly Waiting[]> {
  const checks = await Promise.allSettled(callers.map(({ check }) => check(reader)));
  return callers.filter(({ refuse }, at) => {
    const outcome = checks[at]!;
    if (outcome.status === "rejected") refuse(outcome.reason);
    return outcome.status === "fulfilled";
  });
}

/** What became of the signatures of each. Throws `store_corrupt` where a row is damaged that stays as it is. */
async function saveAll(
  writer: StoreWriter,
  callers: readonly Waiting[],
): Promise<readonly (readonly SavedSignature[])[]> {
  const saved = await writer.saveSignatures(callers.flatMap(({ signatures }) => signatures));
  for (const { row, saved: outcome } of saved) if (outcome === "unchanged") requireSound(row);
  const statements = callers.flatMap((caller) => caller.statements);
  if (statements.length > 0) await writer.saveStatements(statements);
  let at = 0;
  return callers.map(({ signatures }) => saved.slice(at, at += signatures.length));
}

/** Waits for all, and throws what the first one throws. */
async function finishAll(
  reader: StoreReader,
  callers: readonly Waiting[],
  saved: readonly (readonly SavedSignature[])[],
): Promise<readonly (() => void)[]> {
  const finished = callers.map(({ finish }, at) => finish(saved[at]!, reader));
  await Promise.allSettled(finished);
  return await Promise.all(finished);
}
