import type { AuditEvent, ChangeEvent } from "../domain/audit_event.ts";
import type { CloacinaError } from "../errors.ts";
import type { SignatureRecord, StatementRecord } from "../domain/records.ts";
import type {
  Held,
  SavedSignature,
  StatementsAsked,
  StoreReader,
  StoreWriter,
} from "../store/store.ts";
import { auditingFailure } from "./audit_failure.ts";
import { retractionOf } from "./events.ts";
import type { LocalParts } from "./parts.ts";
import { requireCaller } from "./tokens/require_caller.ts";

/** The outcome of an operation: its result, and its audit events. */
export interface Outcome<Result> {
  readonly result: Result;
  readonly events: readonly ChangeEvent[];
  /** The lines of what was refused, before those of the events: they hold whatever becomes of the changes. */
  readonly refusals?: readonly AuditEvent[];
}

/** Which keys and tokens an operation locks, and how its failure is audited. */
export interface Terms {
  /** Keys to use: they cannot be revoked before the audit lines are written. */
  readonly uses?: readonly Held[];
  /** Keys or tokens to revoke: they cannot be used meanwhile. */
  readonly revokes?: readonly Held[];
  /** The events of a failure before any line was written; if omitted, it is not audited. */
  readonly toFailure?: (error: CloacinaError) => readonly AuditEvent[];
}

/**
 * Changes the store in one transaction that ends with its audit lines; if the commit fails, lines that retract them
 * follow. All changes go through here or `transactTogether`. Throws the errors of the work, and `unauthorized` if the
 * token was revoked.
 */
export async function transact<Result>(
  parts: LocalParts,
  terms: Terms,
  work: (writer: StoreWriter) => Promise<Outcome<Result>>,
): Promise<Result> {
  const { revokes = [] } = terms;
  let holders: string | null = null;
  const result = await telling(parts, terms, (tell) =>
    parts.store.transaction(async (writer) => {
      holders = await writer.hold({ uses: usedBy(parts, terms), revokes });
      await requireCaller(parts, writer);
      return await tell(saying(holders, await work(writer)));
    }));
  if (holders !== null) await parts.warn(passedOver(parts.store.location, holders));
  return result;
}

/** The warning that a key or token was revoked although others still held its lock, which anybody may take. */
function passedOver(location: string, holders: string): string {
  return `${location}: ${holders} did not let go of the lock of what was revoked. It is revoked; ` +
    "but the audit log may have the line of a signature after it that was under way";
}

/** Notes in the lines that their order is not guaranteed, and because of whom. */
function saying<Result>(
  holders: string | null,
  outcome: Outcome<Result>,
): Outcome<Result> {
  if (holders === null) return outcome;
  const state = `without the lock, which is held by ${holders}`;
  const withState = ({ reason, ...event }: ChangeEvent) => ({
    ...event,
    reason: reason === undefined ? state : `${reason}, ${state}`,
  });
  return { ...outcome, events: outcome.events.map(withState) };
}

/**
 * Releases a signature or a private key, after checking the key again and writing the audit lines, while it cannot be
 * revoked. If this throws, nothing must be released.
 */
export async function handOut<Result>(
  parts: LocalParts,
  terms: Omit<Terms, "revokes">,
  look: (reader: StoreReader) => Promise<Outcome<Result>>,
): Promise<Result> {
  return await telling(
    parts,
    terms,
    (tell) =>
      parts.store.holding(usedBy(parts, terms), async (reader) => {
        // Concurrent: neither depends on the other.
        const [, outcome] = await Promise.all([requireCaller(parts, reader), look(reader)]);
        return await tell(outcome);
      }),
  );
}

/** Signatures by keys that an operation uses. */
interface Stored<Result> {
  readonly signatures: readonly SignatureRecord[];
  readonly statements: readonly StatementRecord[];
  readonly asks: readonly StatementsAsked[];
  /** Checks the keys once more. */
  readonly check: (reader: StoreReader) => Promise<void>;
  readonly toOutcome: (
    saved: readonly SavedSignature[],
    reader: StoreReader,
  ) => Promise<Outcome<Result>>;
}

/** As `transact`, for what stores signatures and what they state, and no more: its transaction may be shared with others at the same time. */
export async function transactTogether<Result>(
  parts: LocalParts,
  terms: Omit<Terms, "revokes">,
  { check, toOutcome, ...stored }: Stored<Result>,
): Promise<Result> {
  return await telling(parts, terms, (tell) =>
    parts.store.storing(usedBy(parts, terms), {
      ...stored,
      check: async (reader) =>
        void await Promise.all([requireCaller(parts, reader), check(reader)]),
      finish: async (saved, reader) => await tell(await toOutcome(saved, reader)),
    }));
}

function usedBy({ caller }: LocalParts, { uses = [] }: Terms): readonly Held[] {
  return caller === null ? uses : [...uses, caller];
}

/** Writes the audit lines of an outcome. */
type Tell = <Result>(outcome: Outcome<Result>) => Promise<Result>;

async function telling<Result>(
  { audit }: LocalParts,
  { toFailure }: Terms,
  run: (tell: Tell) => Promise<Result>,
): Promise<Result> {
  let written: readonly ChangeEvent[] = [];
  const tell: Tell = async ({ result, events, refusals = [] }) => {
    await audit([...refusals, ...events]);
    written = events;
    return result;
  };
  const toEvents = (error: CloacinaError) =>
    written.length > 0
      ? written.map((event) => retractionOf(event, error))
      : toFailure?.(error) ?? [];
  return await auditingFailure(audit, toEvents, () => run(tell));
}
