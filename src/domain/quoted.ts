import { NOT_SHOWN, STANDARD_STREAM } from "./shown_text.ts";

/**
 * A value that the user gave (a path, a name, a reference, the value of a flag) as messages show it: in double quotes,
 * with `"` and `\` escaped, so that its end cannot be mistaken. "standard input" and NOT_SHOWN stand for no value, and
 * stay as they are. Secrets and control characters are not looked for: see `shown_text.ts` and the terminal.
 */
export function quoted(value: string): string {
  const isValue = value !== NOT_SHOWN && !STANDARD_STREAM.test(value);
  return isValue ? `"${value.replace(/["\\]/g, "\\$&")}"` : value;
}
