const LEAP_SECOND = /(T\d\d:\d\d):60/;

/**
 * The moment that an RFC 3339 text speaks of, to the millisecond. A leap second (section 5.6), which a Date does not
 * have, is the one after :59. The text must have been checked.
 */
export function toMoment(rfc3339: string): Date {
  const text = rfc3339.toUpperCase();
  const moment = Date.parse(text.replace(LEAP_SECOND, "$1:59"));
  return new Date(LEAP_SECOND.test(text) ? moment + 1000 : moment);
}
