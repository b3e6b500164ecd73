// RFC 3339, section 5.6: any number of fraction digits, "t" and "z" in either case, a leap second.
const DATE_TIME =
  /^(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])[Tt](?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

/** Whether the text is an RFC 3339 time with a valid date. */
export function isRfc3339(text: string): boolean {
  const match = DATE_TIME.exec(text);
  if (match === null) return false;
  const [year, month, day] = match.slice(1, 4).map(Number) as [number, number, number];
  return day <= daysIn(year, month);
}

/** Formats a time as cloacina writes it: UTC, whole seconds, "Z". */
export function toRfc3339(time: Date): string {
  return time.toISOString().replace(/\.\d+Z$/, "Z");
}

function daysIn(year: number, month: number): number {
  const date = new Date(Date.UTC(2000, month, 0));
  // setUTCFullYear, because Date.UTC takes the years 0 to 99 for 1900 to 1999.
  date.setUTCFullYear(year, month, 0);
  return date.getUTCDate();
}
