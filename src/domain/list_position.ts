import { LOWER_UUID_SOURCE } from "./patterns.ts";
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

/** The text of a position. Its dot is no digit of base64, so that no length of it is taken for a private key. */
const POSITION = new RegExp(`^(${LOWER_UUID_SOURCE})\\.([\\w-]+)$`);

/** What its second part encodes. */
const TIME_AND_TOTAL = /^(.+?)(?: of (\d{1,15}))?$/;

/** The maximum length of a position as text. */
export const MAX_POSITION_LENGTH = 160;

/** The sort time of a row; one that is damaged comes before all others. */
export function sortTime(time: Date | undefined): string {
  return time?.toISOString() ?? "0";
}

/** Encodes a position as text for the user: the ID, a dot, and base64url of the time, and " of " with the total. */
export function formatPosition({ id, time, total }: ListPosition): string {
  const end = total === undefined ? "" : ` of ${total}`;
  const bytes = new TextEncoder().encode(`${time}${end}`);
  return `${id}.${bytes.toBase64({ alphabet: "base64url", omitPadding: true })}`;
}

/** Decodes the text of `formatPosition`. Throws `invalid_request` for any other text. */
export function parsePosition(text: string): ListPosition {
  const [, id, encoded] = POSITION.exec(text) ?? [];
  const [, time, total] = TIME_AND_TOTAL.exec(decode(encoded ?? "")) ?? [];
  if (id === undefined || time === undefined || !TIME.test(time)) throw noPosition();
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
