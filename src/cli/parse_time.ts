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

/** Parses `--expires`: `12h`, `30d` or `2w` from now, a day in UTC, or an RFC 3339 time. Throws `invalid_request`. */
export function parseExpiry(text: string, now: Date): Date {
  if (isFromNow(text)) return new Date(now.getTime() + durationOf(text));
  return timeOf(text) ??
    notATime("--expires", text, "use 12h, 30d, 2w, 2030-01-31, or 2030-01-31T12:00:00Z");
}

/** Whether `--expires` counts from now, as `30d` does. */
export function isFromNow(text: string): boolean {
  return /^\d{1,4}[hdw]$/.test(text);
}

/** Parses a time in the past: `30m`, `12h`, `30d` or `2w` ago, a day in UTC, or an RFC 3339 time. Throws `invalid_request`. */
export function parsePastTime(flag: string, text: string, now: Date): Date {
  if (/^\d{1,4}[mhdw]$/.test(text)) return new Date(now.getTime() - durationOf(text));
  return timeOf(text) ??
    notATime(flag, text, "use 30m, 12h, 30d, 2w, 2026-01-31, or 2026-01-31T12:00:00Z");
}

/** Parses a day in UTC, or an RFC 3339 time. Throws `invalid_request`. */
export function parseDayOrTime(flag: string, text: string): Date {
  return timeOf(text) ?? notATime(flag, text, "use 2026-01-31, or 2026-01-31T12:00:00Z");
}

/** A day begins at midnight in UTC. */
function timeOf(text: string): Date | undefined {
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : text;
  return isRfc3339(time) ? toMoment(time) : undefined;
}

/** A count and a unit, such as `30d`, in milliseconds. */
function durationOf(text: string): number {
  return Number(text.slice(0, -1)) * UNITS_MS[text.slice(-1)]!;
}

function notATime(flag: string, text: string, hint: string): never {
  const message = `Cannot read ${flag} ${quoted(shownTime(text))}: it is not a time`;
  throw new CloacinaError("invalid_request", message, { hint });
}
