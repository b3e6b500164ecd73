import { toMoment } from "../domain/claimed_time.ts";
import { quoted } from "../domain/quoted.ts";
import { shownTime } from "../domain/shown_text.ts";
import { CloacinaError } from "../errors.ts";
import { isRfc3339 } from "../formats/rfc3339.ts";

const HOUR_MS = 3_600_000;

const UNITS_MS: Readonly<Record<string, number>> = {
  h: HOUR_MS,
  d: 24 * HOUR_MS,
  w: 7 * 24 * HOUR_MS,
};

/** Parses an expiry: `12h`, `30d` or `2w` from now, or an RFC 3339 time. Throws `invalid_request`. */
export function parseExpiry(text: string, now: Date): Date {
  const [, count, unit] = /^(\d{1,4})([hdw])$/.exec(text) ?? [];
  if (unit !== undefined) return new Date(now.getTime() + Number(count) * UNITS_MS[unit]!);
  if (isRfc3339(text)) return toMoment(text);
  throw new CloacinaError(
    "invalid_request",
    `Cannot read --expires ${quoted(shownTime(text))}: it is not a time`,
    {
      hint: "use 12h, 30d, 2w, or 2030-01-31T12:00:00Z",
    },
  );
}
