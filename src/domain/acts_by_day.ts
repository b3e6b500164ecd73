import { FAILURE_TYPES } from "./audit_event.ts";

/** What events come to. `refused` is all that was not done: verifications and requests that failed, and changes. */
export const ACTS = ["signed", "verified", "changed", "refused", "other"] as const;

/** One of them. */
export type Act = typeof ACTS[number];

/** How often each was done on a day of UTC, such as 2026-01-28. */
export type DayOfActs = Readonly<Record<Act, number>> & { readonly day: string };

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
  const counts = new Map<number, Record<Act, number>>();
  const today = Math.floor(now.getTime() / DAY_MS);
  let [last, earlier, later] = [-Infinity, 0, 0];
  return {
    add: ({ timestamp, event_type }) => {
      const day = Math.floor(Date.parse(timestamp) / DAY_MS);
      if (day > today) return void later++;
      if (day > last) {
        last = day;
        for (const [old, acts] of counts) {
          if (old > last - limit) continue;
          counts.delete(old);
          earlier += ACTS.reduce((sum, act) => sum + acts[act], 0);
        }
      }
      if (day <= last - limit) return void earlier++;
      const acts = counts.get(day) ?? noActs();
      acts[actOf(event_type)]++;
      counts.set(day, acts);
    },
    days: () => {
      if (counts.size === 0) return [];
      const first = counts.keys().reduce((least, day) => Math.min(least, day));
      return Array.from({ length: last - first + 1 }, (_, index) => ({
        day: new Date((first + index) * DAY_MS).toISOString().slice(0, 10),
        ...counts.get(first + index) ?? noActs(),
      }));
    },
    earlier: () => earlier,
    later: () => later,
  };
}

function actOf(type: string): Act {
  if (type === "package.signed") return "signed";
  if (type === "verification.success") return "verified";
  if (REFUSALS.has(type)) return "refused";
  return CHANGES.has(type) ? "changed" : "other";
}

function noActs(): Record<Act, number> {
  return { signed: 0, verified: 0, changed: 0, refused: 0, other: 0 };
}
