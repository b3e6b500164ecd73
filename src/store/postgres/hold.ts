import { CloacinaError } from "../../errors.ts";
import type { Held, Holds } from "../store.ts";
import { takeLocks } from "./advisory_locks.ts";
import type { RunStatement } from "./connection.ts";

/** Hex digits of an advisory lock's number, which has 64 bits. */
const DIGITS = 16;

/** How long who uses something waits for who revokes it, in milliseconds: then it may be revoked, and is not used. */
const USER_PATIENCE = 3_000;

/** How long who revokes waits for who uses: longer than these wait for the audit log, of which an honest one lets go then. */
const REVOKER_PATIENCE = 12_000;

/**
 * As `StoreWriter.hold`, by advisory locks and not by those of rows: a lock of a row is a change, which waits for the disk
 * and takes the right to update, and of signatures that follow each other none lets a revocation through. Whoever may
 * connect can take an advisory lock, and read in pg_locks which ones there are. So nothing waits for one for ever: who uses
 * is refused (`store_unavailable`), and who revokes does it all the same.
 */
export async function hold(
  run: RunStatement,
  label: string,
  { uses, revokes }: Holds,
): Promise<string | null> {
  const exclusive = new Set(revokes.map(toNumber));
  const numbers = [...new Set([...revokes, ...uses].map(toNumber))].toSorted();
  if (numbers.length === 0) return null;
  const locks = numbers.map((number) => ({ number, isShared: !exclusive.has(number) }));
  const patience = revokes.length === 0 ? USER_PATIENCE : REVOKER_PATIENCE;
  const holders = await takeLocks(run, locks, patience);
  if (holders !== null && revokes.length === 0) throw inTheWay(label, holders);
  return holders;
}

/** The number is of the beginning of what is random, or a digest: two that share one wait for each other, and no more. */
function toNumber(held: Held): string {
  const digits = held.replaceAll("-", "").slice(0, DIGITS);
  return String(BigInt.asIntN(64, BigInt(`0x${digits}`)));
}

function inTheWay(label: string, holders: string): CloacinaError {
  const state = `the lock of a key or token that is used is held by ${holders}`;
  return new CloacinaError("store_unavailable", `Cannot use ${label}: ${state}`, {
    hint: "run the command again; if that session does not end, have the database's owner end it",
  });
}
