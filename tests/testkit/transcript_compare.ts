import {
  type Captures,
  displayLine,
  type LinePattern,
  matchLine,
  toBinary,
} from "./transcript_pattern.ts";

/** What a transcript expects of one stream: these lines, and with `open` any number after them. */
export interface ExpectedStream {
  readonly lines: readonly LinePattern[];
  readonly open: boolean;
}

/** How a stream compares: `diff` is in the transcript's notation, marked with ` `, `-` or `+`. */
export interface Comparison {
  readonly same: boolean;
  readonly diff: readonly string[];
  readonly captures: Captures;
}

/** The line that stands for any number of further lines. */
export const OPEN_END = "…";

/** Compares a stream's bytes with what was expected; `sign` is what starts its lines, > or !. */
export function compareStream(
  sign: string,
  expected: ExpectedStream,
  bytes: Uint8Array,
  before: Captures,
): Comparison {
  const lines = toBinary(bytes).match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const { count: head, captures } = matchHead(expected.lines, lines, before);
  const complete = head === expected.lines.length && (expected.open || head === lines.length);
  const tail = complete ? 0 : countTail(expected.lines.slice(head), lines.slice(head), captures);
  const expectedEnd = expected.lines.length - tail;
  const actualEnd = expected.open && complete ? head : lines.length - tail;
  const diff = [
    ...shown(" ", sign, lines.slice(0, head).map(displayLine)),
    ...shown("-", sign, expected.lines.slice(head, expectedEnd).map(({ text }) => text)),
    ...shown("+", sign, lines.slice(head, actualEnd).map(displayLine)),
    ...shown(" ", sign, lines.slice(lines.length - tail).map(displayLine)),
    ...shown(" ", sign, expected.open ? [OPEN_END] : []),
  ];
  return { same: complete, diff, captures };
}

function matchHead(patterns: readonly LinePattern[], lines: readonly string[], before: Captures) {
  let captures = before;
  let count = 0;
  for (const [index, pattern] of patterns.entries()) {
    const line = lines[index];
    const matched = line === undefined ? undefined : matchLine(pattern, line, captures);
    if (matched === undefined) break;
    captures = matched;
    count++;
  }
  return { count, captures };
}

// Only for a short diff: the lines at the end that agree again.
function countTail(patterns: readonly LinePattern[], lines: readonly string[], captures: Captures) {
  let count = 0;
  while (count < Math.min(patterns.length, lines.length)) {
    if (!matchLine(patterns.at(-1 - count)!, lines.at(-1 - count)!, captures)) break;
    count++;
  }
  return count;
}

function shown(mark: string, sign: string, lines: readonly string[]): readonly string[] {
  return lines.map((line) => `${mark} ${sign} ${line}`.trimEnd());
}
