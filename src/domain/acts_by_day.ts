import { AUDIT_EVENT_TYPES, type AuditEventType, FAILURE_TYPES } from "./audit_event.ts";

/** What events come to. `refused` is all that was not done: verifications and requests that failed, and changes. */
export const ACTS = ["signed", "verified", "changed", "refused", "other"] as const;

/** One of them. */
export type Act = typeof ACTS[number];

/** The type of an event; all that later versions may add are one. */
type CountedType = AuditEventType | "unknown";

/** How often each was done on a day of UTC, such as 2026-01-28. */
export type DayOfActs = Readonly<Record<Act, number>> & {
  readonly day: string;
  /** How many events of each type there were, in the order of `AUDIT_EVENT_TYPES`, without those that there were none of. */
  readonly events: readonly (readonly [type: CountedType, count: number])[];
};

/** Counts of acts by day. */
export interface ActsByDay {
  readonly add: (event: { readonly timestamp: string; readonly event_type: string }) => void;
  /** The last days, from the first one with an act to the last; a day without acts has zeros. */
  readonly days: () => readonly DayOfActs[];
  /** How many acts were on earlier days. */
  readonly earlier: () => number;
  /** How many acts were later than today, as a wrong clock writes them. */
  readonly later: () => number;
}

const DAY_MS = 24 * 60 * 60 * 1000;

const TYPES: readonly CountedType[] = [...AUDIT_EVENT_TYPES, "unknown"];

const KNOWN: ReadonlySet<string> = new Set(TYPES);

const CHANGES: ReadonlySet<string> = new Set(Object.keys(FAILURE_TYPES));

const REFUSALS: ReadonlySet<string> = new Set([
  ...Object.values(FAILURE_TYPES),
  "api_token.refused",
  "verification.failure",
  "change.outcome_unknown",
]);

/**
 * Counts acts on the last `limit` days up to the last one with an act, and keeps no more days than that. What is later
 * than today is only counted, so that no line from the future hides all others.
 */
export function actsByDay(limit: number, now: Date): ActsByDay {
  const counts = new Map<number, Map<CountedType, number>>();
  const today = Math.floor(now.getTime() / DAY_MS);
  let [last, earlier, later] = [-Infinity, 0, 0];
  return {
    add: ({ timestamp, event_type }) => {
      const day = Math.floor(Date.parse(timestamp) / DAY_MS);
      if (day > today) return void later++;
      if (day > last) {
        last = day;
        for (const [old, events] of counts) {
          if (old > last - limit) continue;
          counts.delete(old);
          earlier += events.values().reduce((sum, count) => sum + count, 0);
        }
      }
      if (day <= last - limit) return void earlier++;
      const events = counts.get(day) ?? new Map();
      const type = toCounted(event_type);
      counts.set(day, events.set(type, (events.get(type) ?? 0) + 1));
    },
    days: () => {
      if (counts.size === 0) return [];
      const first = counts.keys().reduce((least, day) => Math.min(least, day));
      return Array.from({ length: last - first + 1 }, (_, index) => ({
        day: new Date((first + index) * DAY_MS).toISOString().slice(0, 10),
        ...dayOf(counts.get(first + index) ?? new Map()),
      }));
    },
    earlier: () => earlier,
    later: () => later,
  };
}

/** Of what is not known not even the name is kept: a log may be full of them. */
function toCounted(type: string): CountedType {
  return KNOWN.has(type) ? type as CountedType : "unknown";
}

function dayOf(counts: ReadonlyMap<CountedType, number>): Omit<DayOfActs, "day"> {
  const acts = { signed: 0, verified: 0, changed: 0, refused: 0, other: 0 };
  for (const [type, count] of counts) acts[actOf(type)] += count;
  const events = TYPES.flatMap((type) => {
    const count = counts.get(type);
    return count === undefined ? [] : [[type, count] as const];
  });
  return { ...acts, events };
}

function actOf(type: CountedType): Act {
  if (type === "package.signed") return "signed";
  if (type === "verification.success") return "verified";
  if (REFUSALS.has(type)) return "refused";
  return CHANGES.has(type) ? "changed" : "other";
}
