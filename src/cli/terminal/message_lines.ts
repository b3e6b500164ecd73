import type { CloacinaError } from "../../errors.ts";
import { escapeText } from "../../formats/escape.ts";
import { wrapMessage } from "./wrap_message.ts";

/** How a message, and an error with its hint, is printed on standard error. */
export interface MessageForm {
  readonly message: (text: string) => Promise<string>;
  readonly error: (error: CloacinaError) => Promise<string>;
}

/** A message as it is printed: escaped, in lines of at most `width` cells, null for no terminal. */
export async function messageLines(message: string, width: number | null): Promise<string> {
  return `${await wrapMessage(escapeText(message), width)}\n`;
}

/** An error and its hint as they are printed. */
export async function errorLines(
  { message, hint }: CloacinaError,
  { colour, width }: { readonly colour: boolean; readonly width: number | null },
): Promise<string> {
  const error = await messageLines(`error: ${message}`, width);
  const coloured = colour ? error.replace(/^error:/, "\x1b[1;31m$&\x1b[0m") : error;
  return hint === undefined ? coloured : coloured + await messageLines(`hint: ${hint}`, width);
}
