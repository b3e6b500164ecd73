import { LOWER_UUID } from "./patterns.ts";
import { CloacinaError } from "../errors.ts";

/**
 * Where a page of a list ended: the sort time of its last row, in the store's own format, and the row's ID; and how many
 * rows there were in all on the first page, where the pages after it need not count them again.
 */
export interface ListPosition {
  readonly time: string;
  readonly id: string;
  readonly total?: number;
}

/** Times in the formats of all stores. */
const TIME = /^[0-9A-Za-z:.+ -]{1,64}$/;

const POSITION = /^(\S+) (.+?)(?: of (\d{1,15}))?$/;

/** The maximum length of a position as text. */
export const MAX_POSITION_LENGTH = 160;

/** The sort time of a row; one that is damaged comes before all others. */
export function sortTime(time: Date | undefined): string {
  return time?.toISOString() ?? "0";
}

/** Encodes a position as text for the user: base64url of the ID, a space and the time, and " of " with the total. */
export function formatPosition({ id, time, total }: ListPosition): string {
  const end = total === undefined ? "" : ` of ${total}`;
  const bytes = new TextEncoder().encode(`${id} ${time}${end}`);
  return bytes.toBase64({ alphabet: "base64url", omitPadding: true });
}

/** Decodes the text of `formatPosition`. Throws `invalid_request` for any other text. */
export function parsePosition(text: string): ListPosition {
  const [, id, time, total] = POSITION.exec(decode(text)) ?? [];
  if (id === undefined || time === undefined || !LOWER_UUID.test(id) || !TIME.test(time)) {
    throw noPosition();
  }
  return { id, time, ...(total !== undefined && { total: Number(total) }) };
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
