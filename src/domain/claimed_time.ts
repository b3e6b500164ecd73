const LEAP_SECOND = /(T\d\d:\d\d):60/;

/** The first and the last moment that every store holds, and that RFC 3339 writes in UTC. */
const FIRST_MOMENT = Date.parse("0001-01-01T00:00:00.000Z");
export const LAST_MOMENT = Date.parse("9999-12-31T23:59:59.999Z");

/**
 * The moment that an RFC 3339 text speaks of, to the millisecond. A leap second (section 5.6), which a Date does not
 * have, is the one after :59. One outside of the years 1 to 9999, in UTC, is the nearest inside: a claim must not make a
 * row that cannot be read. The text must have been checked.
 */
export function toMoment(rfc3339: string): Date {
  const text = rfc3339.toUpperCase();
  const moment = Date.parse(text.replace(LEAP_SECOND, "$1:59"));
  const claimed = LEAP_SECOND.test(text) ? moment + 1000 : moment;
  return new Date(Math.min(Math.max(claimed, FIRST_MOMENT), LAST_MOMENT));
}
