import { escapeText, toSafeJson } from "./escape.ts";
import type { Terminal } from "./terminal.ts";

/** The flag that every command with a result has. */
export interface JsonFlag {
  readonly json?: boolean;
}

/** Rows of a label and a value. A value may have come from anywhere: it is escaped when printed. */
export type Fields = readonly (readonly [label: string, value: string])[];

/** Prints a command's one result: as JSON with `--json`, else as lines with aligned values. */
export async function printResult(
  terminal: Terminal,
  { json }: JsonFlag,
  document: unknown,
  fields: Fields,
): Promise<void> {
  await terminal.write(json ? toSafeJson(document) : formatFields(fields));
}

/** Rows as lines of text, the values in one column. */
export function formatFields(fields: Fields, indent = ""): string {
  const width = Math.max(...fields.map(([label]) => label.length));
  return fields
    .map(([label, value]) => `${indent}${label.padEnd(width)}  ${escapeText(value)}\n`)
    .join("");
}
