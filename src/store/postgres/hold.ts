import type { Held, Holds } from "../store.ts";
import type { RunStatement } from "./connection.ts";

/** Hex digits of an advisory lock's number, which has 64 bits. */
const DIGITS = 16;

/**
 * As `StoreWriter.hold`, by advisory locks and not by those of rows: a lock of a row is a change, which waits for the disk
 * and takes the right to update, and a signature that is not stored changes nothing. All take them in one order.
 */
export async function hold(run: RunStatement, { uses, revokes }: Holds): Promise<void> {
  const exclusive = new Set(revokes.map(toNumber));
  const all = [...new Set([...revokes, ...uses].map(toNumber))].toSorted();
  if (all.length === 0) return;
  // Numbers stand in the statement itself: one with parameters takes the driver another round trip.
  const locks = all.map((number) => {
    const mode = exclusive.has(number) ? "" : "_shared";
    return `pg_catalog.pg_advisory_xact_lock${mode}(bigint '${number}')`;
  });
  await run(`select ${locks.join(", ")}`);
}

/** The number is of the beginning of what is random, or a digest: two that share one wait for each other, and no more. */
function toNumber(held: Held): string {
  const digits = held.replaceAll("-", "").slice(0, DIGITS);
  return String(BigInt.asIntN(64, BigInt(`0x${digits}`)));
}
