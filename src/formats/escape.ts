/**
 * Characters that could mislead a terminal or a reader: C0 and C1 controls, DEL, lone surrogates, line separators, format
 * characters of Unicode (bidirectional overrides, zero-width), and others that are not seen, such as fillers, variation
 * selectors and the blank of Braille. JSON.stringify leaves most of them as they are.
 */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{DI}\u2028\u2029\u2800]/gu;

/** Text from outside, safe to print: what is unsafe stands as \n, \x1b or \u{202e}. The result is one line. */
export function escapeText(text: string): string {
  return text.replace(UNSAFE, (character) => NAMED[character] ?? byCodePoint(character));
}

/** A value as JSON, two spaces deep, in which every unsafe character stands as \uXXXX, and a final newline. */
export function toSafeJson(value: unknown): string {
  return `${escapeJson(JSON.stringify(value, null, 2))}\n`;
}

/** JSON, of one document or a line each, in which every unsafe character stands as \uXXXX. */
export function escapeJson(json: string): string {
  return json.replace(UNSAFE_IN_JSON, byCodeUnits);
}

const NAMED: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

// The layout of the document itself is made of newlines; inside strings JSON.stringify has escaped them.
const UNSAFE_IN_JSON = new RegExp(`(?!\\n)${UNSAFE.source}`, "gu");

function byCodePoint(character: string): string {
  const code = character.codePointAt(0)!;
  const hex = code.toString(16);
  return code <= 0xff ? `\\x${hex.padStart(2, "0")}` : `\\u{${hex}}`;
}

function byCodeUnits(character: string): string {
  return Array.from(
    { length: character.length },
    (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`,
  ).join("");
}
