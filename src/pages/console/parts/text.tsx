import { escapeText } from "../../../formats/escape.ts";

/** A value; undefined where a damaged row does not say. */
interface Shown<Value> {
  readonly of: Value | undefined;
}

/** Text from the store: isolated from the text around it, with control and invisible characters escaped. */
export function Text({ of }: Shown<string>) {
  return of === undefined ? <Unreadable /> : <bdi>{escapeText(of)}</bdi>;
}

/** A hash, an ID or a fingerprint. */
export function Code({ of }: Shown<string>) {
  return of === undefined ? <Unreadable /> : <code>{escapeText(of)}</code>;
}

/** A time in UTC, to the minute. */
export function Time({ of }: Shown<Date>) {
  if (of === undefined) return <Unreadable />;
  const text = of.toISOString();
  return <time dateTime={text} title={text}>{text.slice(0, 16).replace("T", " ")}</time>;
}

/** The status of a row, told by its word and not by its colour alone. */
export function Status({ of }: { readonly of: string }) {
  return <span class={`status ${of.replaceAll(" ", "-")}`}>{of}</span>;
}

function Unreadable() {
  return <span class="muted">cannot be read</span>;
}
