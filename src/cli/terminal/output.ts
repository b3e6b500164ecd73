import type { CloacinaError } from "../../errors.ts";
import { cardLines } from "./card.ts";
import { cellWidthFor } from "./cell_width.ts";
import { escapeText, toSafeJson } from "../../formats/escape.ts";
import type { Terminal } from "./terminal.ts";

/** The flag that every command with a result has. */
export interface JsonFlag {
  readonly json?: boolean;
}

/** Rows of a label and a value. Values are untrusted: they are escaped when printed. */
export type Fields = readonly (readonly [label: string, value: string])[];

/** The document for `--json`, or a function that makes it: only then are the codecs loaded. */
type Document = object | (() => Promise<object>);

/** A command's result, as JSON and as text. */
export interface Result {
  readonly document: Document;
  readonly fields: Fields;
}

/** A result that is printed though the command failed, and why it failed, which `document` has too. */
interface Findings extends Result {
  readonly failure: CloacinaError | undefined;
}

/** Prints what a command found, and then its failure. Returns the failure, already printed. */
export async function printFindings(
  terminal: Pick<Terminal, "write" | "columns" | "error">,
  flags: JsonFlag,
  { failure, ...result }: Findings,
): Promise<CloacinaError | undefined> {
  await printResult(terminal, flags, result);
  if (failure !== undefined) await terminal.error(failure);
  return failure;
}

/** Prints a command's one result: as JSON with `--json`, else as lines with aligned values. */
export async function printResult(
  terminal: Pick<Terminal, "write" | "columns">,
  { json }: JsonFlag,
  { document, fields }: Result,
): Promise<void> {
  if (!json) return await terminal.write(await formatFields(fields, terminal.columns));
  await terminal.write(toSafeJson(typeof document === "function" ? await document() : document));
}

/** Rows as lines of text of at most `width` cells, the values in one column; null is no terminal. */
export async function formatFields(fields: Fields, width: number | null): Promise<string> {
  const rows = fields.map(([label, value]) => [label, escapeText(value)] as const);
  const available = width || Infinity;
  const widthOf = await cellWidthFor(available === Infinity ? [] : rows.flat());
  return cardLines(rows, available, widthOf).map((line) => `${line}\n`).join("");
}
