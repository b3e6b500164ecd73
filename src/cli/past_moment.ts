import { toMoment } from "../domain/claimed_time.ts";
import { quoted } from "../domain/quoted.ts";
import { shownTime } from "../domain/shown_text.ts";
import { CloacinaError } from "../errors.ts";
import { isRfc3339 } from "../formats/rfc3339.ts";

const MINUTE_MS = 60_000;

const UNITS_MS: Readonly<Record<string, number>> = {
  m: MINUTE_MS,
  h: 60 * MINUTE_MS,
  d: 24 * 60 * MINUTE_MS,
  w: 7 * 24 * 60 * MINUTE_MS,
};

/** A moment that has passed: `30m`, `12h`, `30d` or `2w` ago, a day in UTC, or an RFC 3339 time. Throws `invalid_request`. */
export function parsePastMoment(flag: string, text: string, now: Date): Date {
  const [, count, unit] = /^(\d{1,4})([mhdw])$/.exec(text) ?? [];
  if (unit !== undefined) return new Date(now.getTime() - Number(count) * UNITS_MS[unit]!);
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : text;
  if (isRfc3339(time)) return toMoment(time);
  throw new CloacinaError(
    "invalid_request",
    `Cannot read ${flag} ${quoted(shownTime(text))}: it is not a time`,
    {
      hint: "use 30m, 12h, 30d, 2w, 2026-01-31, or 2026-01-31T12:00:00Z",
    },
  );
}
