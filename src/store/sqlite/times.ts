import { isRfc3339 } from "../../formats/rfc3339.ts";

/** A time as the engine's Rust code writes it: UTC as "+00:00", milliseconds unless they are zero. */
export function toTimeText(time: Date): string {
  return time.toISOString().replace(/(?:\.000)?Z$/, "+00:00");
}

/** Reads any RFC 3339 time, down to the millisecond. Null for any other text. */
export function parseTimeText(text: string): Date | null {
  if (!isRfc3339(text)) return null;
  const [, minutes = "", second, rest = ""] = /^(.{17})(..)(.*)$/.exec(text.toUpperCase()) ?? [];
  // A leap second is the one after :59.
  const [seconds, more] = second === "60" ? ["59", 1000] : [second, 0];
  return new Date(Date.parse(`${minutes}${seconds}${rest}`) + more);
}
