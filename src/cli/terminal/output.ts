import { escapeText, toSafeJson } from "./escape.ts";
import type { Terminal } from "./terminal.ts";

/** The flag that every command with a result has. */
export interface JsonFlag {
  readonly json?: boolean;
}

/** Rows of a label and a value. Values are untrusted: they are escaped when printed. */
export type Fields = readonly (readonly [label: string, value: string])[];

/** The document for `--json`, or a function that makes it: only then are the codecs loaded. */
export type Document = object | (() => Promise<object>);

/** A command's result, as JSON and as text. */
export interface Result {
  readonly document: Document;
  readonly fields: Fields;
}

/** Prints a command's one result: as JSON with `--json`, else as lines with aligned values. */
export async function printResult(
  terminal: Pick<Terminal, "write">,
  { json }: JsonFlag,
  { document, fields }: Result,
): Promise<void> {
  if (!json) return await terminal.write(formatFields(fields));
  await terminal.write(toSafeJson(typeof document === "function" ? await document() : document));
}

/** Rows as lines of text, the values in one column. */
export function formatFields(fields: Fields, indent = ""): string {
  const width = Math.max(...fields.map(([label]) => label.length));
  return fields
    .map(([label, value]) => `${indent}${label.padEnd(width)}  ${escapeText(value)}\n`)
    .join("");
}
