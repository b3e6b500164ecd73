const LEAP_SECOND = /(T\d\d:\d\d):60/;

/** The earliest time that all stores and RFC 3339 in UTC can represent, in milliseconds since 1970. */
const FIRST_MOMENT = Date.parse("0001-01-01T00:00:00.000Z");

/** The latest such time, in milliseconds since 1970. */
export const LAST_MOMENT = Date.parse("9999-12-31T23:59:59.999Z");

/**
 * Parses a valid RFC 3339 time, to the millisecond. A leap second (section 5.6), which Date does not have, becomes the
 * second after :59. Times outside the years 1 to 9999 UTC are clamped, because a claimed time must not make a row
 * unreadable.
 */
export function toMoment(rfc3339: string): Date {
  const text = rfc3339.toUpperCase();
  const moment = Date.parse(text.replace(LEAP_SECOND, "$1:59"));
  const claimed = LEAP_SECOND.test(text) ? moment + 1000 : moment;
  return new Date(Math.min(Math.max(claimed, FIRST_MOMENT), LAST_MOMENT));
}
