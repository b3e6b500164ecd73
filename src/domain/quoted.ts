import { NOT_SHOWN, STREAM_NAME } from "./shown_text.ts";

/**
 * A value that the user gave (a path, a name, a reference, the value of a flag) as messages show it: in double quotes,
 * with `"` and `\` escaped, so that its end is unambiguous. "standard input" and NOT_SHOWN are not quoted. Secrets and
 * control characters are handled elsewhere: see `shown_text.ts` and the terminal.
 */
export function quoted(value: string): string {
  const isValue = value !== NOT_SHOWN && !STREAM_NAME.test(value);
  return isValue ? `"${value.replace(/["\\]/g, "\\$&")}"` : value;
}
