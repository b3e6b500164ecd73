/** The maximum nesting depth. Cloacina's documents are flat; JSON.parse accepts a million levels. */
const MAX_DEPTH = 32;

const [QUOTE, COMMA, BACKSLASH] = [0x22, 0x2c, 0x5c];
const [OPEN_BRACKET, CLOSE_BRACKET, OPEN_BRACE, CLOSE_BRACE] = [0x5b, 0x5d, 0x7b, 0x7d];

/**
 * Limits nesting and number of parts before JSON.parse runs, since a level or an empty object takes far more memory
 * than its text. A part is a `{`, `[` or comma outside strings. Throws SyntaxError; does not check that the text is
 * JSON.
 */
export function requireJsonBounds(text: string, maxParts: number): void {
  let [depth, parts] = [0, 0];
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === QUOTE) index = endOfString(text, index);
    else if (code === COMMA) parts += 1;
    else if (code === OPEN_BRACE || code === OPEN_BRACKET) [depth, parts] = [depth + 1, parts + 1];
    else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) depth -= 1;
    if (depth > MAX_DEPTH) throw new SyntaxError(`it nests deeper than ${MAX_DEPTH} levels`);
    if (parts > maxParts) throw new SyntaxError(`it has more than ${maxParts} parts`);
  }
}

/** The index of the quote that closes the string starting at `start`, or the length of the text if there is none. */
export function endOfString(text: string, start: number): number {
  let end = start;
  do {
    end = text.indexOf('"', end + 1);
    if (end === -1) return text.length;
  } while (isEscaped(text, end));
  return end;
}

/** Whether an odd number of backslashes precedes the character. */
function isEscaped(text: string, index: number): boolean {
  let first = index;
  while (text.charCodeAt(first - 1) === BACKSLASH) first -= 1;
  return (index - first) % 2 === 1;
}
