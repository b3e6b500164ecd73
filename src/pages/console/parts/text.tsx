import { escapeText } from "../../../formats/escape.ts";

/** Text from the store: isolated from the text around it, with control and invisible characters escaped. */
export function Text({ of }: { readonly of: string }) {
  return <bdi>{escapeText(of)}</bdi>;
}

/** A hash, an ID or a fingerprint. */
export function Code({ of }: { readonly of: string }) {
  return <code>{escapeText(of)}</code>;
}

/** What a damaged row does not say. */
export function Unreadable() {
  return <span class="muted">cannot be read</span>;
}

/** A time in UTC, to the minute. */
export function Time({ of }: { readonly of: Date }) {
  const text = of.toISOString();
  return <time dateTime={text} title={text}>{text.slice(0, 16).replace("T", " ")}</time>;
}

/** The status of a row, told by its word and not by its colour alone. */
export function Status({ of }: { readonly of: string }) {
  return <span class={`status ${of.replaceAll(" ", "-")}`}>{of}</span>;
}
