import { LOWER_UUID } from "./patterns.ts";
import { CloacinaError } from "../errors.ts";

/** Where a slice of a list ended: the time by which its last row is sorted, as its store writes times, and the row's id. */
export interface ListPosition {
  readonly time: string;
  readonly id: string;
}

/** Of the times that stores write. */
const TIME = /^[0-9A-Za-z:.+ -]{1,64}$/;

/** The most characters that a position has as text. */
export const MAX_POSITION_LENGTH = 160;

/** A position as text that a person can pass on: base64url of the id, a space and the time. */
export function formatPosition({ id, time }: ListPosition): string {
  const bytes = new TextEncoder().encode(`${id} ${time}`);
  return bytes.toBase64({ alphabet: "base64url", omitPadding: true });
}

/** Reads what `formatPosition` wrote. Throws `invalid_request` for any other text. */
export function parsePosition(text: string): ListPosition {
  const [, id, time] = /^(\S+) (.+)$/.exec(decode(text)) ?? [];
  if (id !== undefined && time !== undefined && LOWER_UUID.test(id) && TIME.test(time)) {
    return { id, time };
  }
  throw noPosition();
}

/** Whether what stands at one place in the order of a list, by time and then by id, comes before what stands at another. */
export function comesBefore(one: ListPosition, other: ListPosition): boolean {
  return one.time < other.time || one.time === other.time && one.id < other.id;
}

/** What is said of a position that no list gave. */
export function noPosition(): CloacinaError {
  return new CloacinaError(
    "invalid_request",
    "Cannot list from this position: it does not come from this list",
    {
      hint:
        "copy it from the line below the last row of the list, or omit it to start from the beginning",
    },
  );
}

function decode(text: string): string {
  try {
    const bytes = Uint8Array.fromBase64(text, { alphabet: "base64url" });
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return "";
  }
}
