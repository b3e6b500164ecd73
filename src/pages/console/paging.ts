import type { Page } from "../../domain/list_slice.ts";

/** How many rows a table shows. */
export const ROWS = 50;

/** Where someone is in a list: the position after which each page before the present one began, and the present one. */
type Trail = readonly (string | null)[];

/** The first page of a list. */
export const START: Trail = [null];

/** What to ask for on this page. */
export function pageOf(trail: Trail): Page {
  const after = trail.at(-1);
  return { limit: ROWS, offset: 0, ...(typeof after === "string" && { after }) };
}

/** The page after this one. */
export function nextPage(trail: Trail, next: string): Trail {
  return [...trail, next];
}

/** The page before this one; the first one stays. */
export function previousPage(trail: Trail): Trail {
  return trail.length > 1 ? trail.slice(0, -1) : trail;
}

/** "51 to 100 of 10,000". */
export function rangeOf(trail: Trail, shown: number, total: number): string {
  if (shown === 0) return "Nothing to show.";
  const first = (trail.length - 1) * ROWS + 1;
  const all = total.toLocaleString("en");
  return `${first.toLocaleString("en")} to ${(first + shown - 1).toLocaleString("en")} of ${all}`;
}
