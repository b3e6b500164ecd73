import type { AuditEvent, ChangeEvent } from "../domain/audit_event.ts";
import type { CloacinaError } from "../errors.ts";
import type { Held, StoreReader, StoreWriter } from "../store/store.ts";
import { auditingFailure } from "./audit_failure.ts";
import { retractionOf } from "./events.ts";
import type { LocalParts } from "./parts.ts";
import { requireCaller } from "./tokens/require_caller.ts";

/** What work came to: what its caller gets, and what the audit log says of it. */
export interface Outcome<Result> {
  readonly result: Result;
  readonly events: readonly ChangeEvent[];
}

/** What work has to do with keys and tokens that others may revoke, and how a failure of it is told. */
export interface Terms {
  /** The keys that are used: nobody revokes them before the lines of the work are written. */
  readonly uses?: readonly Held[];
  /** The keys or tokens that are revoked: nobody uses them meanwhile. */
  readonly revokes?: readonly Held[];
  /** The events of a failure before any line was written; nothing is told of it where this is left out. */
  readonly toFailure?: (error: CloacinaError) => readonly AuditEvent[];
}

/**
 * Changes the store in one transaction that ends with its audit lines; where it then does not commit, lines follow that
 * say so. The one way to change something. Throws what the work threw, and `unauthorized` for a token that was revoked.
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

/** What others do not let go of, or hold by a lock that anybody may take, is revoked all the same. */
function passedOver(location: string, holders: string): string {
  return `${location}: ${holders} did not let go of the lock of what was revoked. It is revoked; ` +
    "but the audit log may have the line of a signature after it that was under way";
}

/** Says in the lines that they may not be in order, and by whom. */
function saying<Result>(
  holders: string | null,
  { result, events }: Outcome<Result>,
): Outcome<Result> {
  if (holders === null) return { result, events };
  const state = `without the lock, which is held by ${holders}`;
  const withState = ({ reason, ...event }: ChangeEvent) => ({
    ...event,
    reason: reason === undefined ? state : `${reason}, ${state}`,
  });
  return { result, events: events.map(withState) };
}

/**
 * Lets something leave that a key made or is: after one more look, and with its audit lines, while nobody revokes what is
 * used. Nothing is handed out where this throws.
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
        // Asked at once: neither needs the other's answer, and both are waited for.
        const [, outcome] = await Promise.all([requireCaller(parts, reader), look(reader)]);
        return await tell(outcome);
      }),
  );
}

function usedBy({ caller }: LocalParts, { uses = [] }: Terms): readonly Held[] {
  return caller === null ? uses : [...uses, caller];
}

/** Writes the lines of an outcome. */
type Tell = <Result>(outcome: Outcome<Result>) => Promise<Result>;

async function telling<Result>(
  { audit }: LocalParts,
  { toFailure }: Terms,
  run: (tell: Tell) => Promise<Result>,
): Promise<Result> {
  let written: readonly ChangeEvent[] = [];
  const tell: Tell = async ({ result, events }) => {
    await audit(events);
    written = events;
    return result;
  };
  const toEvents = (error: CloacinaError) =>
    written.length > 0
      ? written.map((event) => retractionOf(event, error))
      : toFailure?.(error) ?? [];
  return await auditingFailure(audit, toEvents, () => run(tell));
}
