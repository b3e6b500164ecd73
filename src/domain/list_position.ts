import { LOWER_UUID } from "./patterns.ts";
import { CloacinaError } from "../errors.ts";

/** Where a page of a list ended: the sort time of its last row, in the store's own format, and the row's ID. */
export interface ListPosition {
  readonly time: string;
  readonly id: string;
}

/** Times in the formats of all stores. */
const TIME = /^[0-9A-Za-z:.+ -]{1,64}$/;

/** The maximum length of a position as text. */
export const MAX_POSITION_LENGTH = 160;

/** The sort time of a row; one that is damaged comes before all others. */
export function sortTime(time: Date | undefined): string {
  return time?.toISOString() ?? "0";
}

/** Encodes a position as text for the user: base64url of the ID, a space and the time. */
export function formatPosition({ id, time }: ListPosition): string {
  const bytes = new TextEncoder().encode(`${id} ${time}`);
  return bytes.toBase64({ alphabet: "base64url", omitPadding: true });
}

/** Decodes the text of `formatPosition`. Throws `invalid_request` for any other text. */
export function parsePosition(text: string): ListPosition {
  const [, id, time] = /^(\S+) (.+)$/.exec(decode(text)) ?? [];
  if (id !== undefined && time !== undefined && LOWER_UUID.test(id) && TIME.test(time)) {
    return { id, time };
  }
  throw noPosition();
}

/** Whether a position sorts before another: by time, then by ID. */
export function comesBefore(one: ListPosition, other: ListPosition): boolean {
  return one.time < other.time || one.time === other.time && one.id < other.id;
}

/** The error for an invalid position. */
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
