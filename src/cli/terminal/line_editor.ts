import { CloacinaError } from "../../errors.ts";
import { utf8Text } from "../../formats/utf8.ts";

/** What a byte did to the line: nothing final, Enter, end of input, or an interrupt. */
export type Typed = "more" | "answered" | "ended" | "interrupted";

/** The bytes that a person types at a question, gathered into a line. */
interface LineEditor {
  readonly type: (byte: number) => Typed;
  /** The line so far; what it was gathered in is wiped. Throws `invalid_request` where it is not UTF-8. */
  readonly take: () => string;
}

const ENTER = new Set([0x0a, 0x0d]);
// Ctrl-D; an end of input that was typed before the question comes as 0.
const END = new Set([0x00, 0x04]);
// Ctrl-C and Ctrl-\.
const INTERRUPT = new Set([0x03, 0x1c]);
const ERASE = new Set([0x08, 0x7f]);
const ERASE_WORD = 0x17;
const ERASE_LINE = 0x15;
const ESCAPE = 0x1b;
const TAB = 0x09;
const SPACE = 0x20;

/**
 * Edits as a terminal does by itself: Backspace, Ctrl-W, Ctrl-U. Arrows and the like (ECMA-48 control sequences, and so
 * the marks around what is pasted) and other control characters are left out.
 */
export function createLineEditor(): LineEditor {
  const line: number[] = [];
  let sequence: "none" | "begun" | "control" | "single" = "none";

  /** Whether a byte belongs to an escape sequence; a control character breaks one off. */
  const isInSequence = (byte: number): boolean => {
    if (byte < SPACE) {
      sequence = byte === ESCAPE ? "begun" : "none";
      return false;
    }
    const before = sequence;
    sequence = nextSequence(before, byte);
    return before === "control" || before === "single" || sequence !== "none";
  };

  return {
    type: (byte) => {
      if (isInSequence(byte)) return "more";
      if (ENTER.has(byte)) return "answered";
      if (END.has(byte)) return "ended";
      if (INTERRUPT.has(byte)) return "interrupted";
      if (ERASE.has(byte)) eraseCharacter(line);
      else if (byte === ERASE_WORD) eraseWord(line);
      else if (byte === ERASE_LINE) erase(line, 0);
      else if (byte >= SPACE || byte === TAB) line.push(byte);
      return "more";
    },
    take: () => {
      const bytes = Uint8Array.from(line);
      erase(line, 0);
      const text = utf8Text(bytes);
      bytes.fill(0);
      if (text === null) throw notUtf8();
      return text;
    },
  };
}

/** `ESC [` goes to a byte from @ to ~, `ESC O` takes one more, and any other character stands for itself. */
function nextSequence(before: string, byte: number): "none" | "control" | "single" {
  if (before === "control") return byte >= 0x40 && byte <= 0x7e ? "none" : "control";
  if (before !== "begun") return "none";
  if (byte === 0x5b) return "control";
  return byte === 0x4f ? "single" : "none";
}

function erase(line: number[], from: number): void {
  line.fill(0, from);
  line.length = from;
}

function eraseCharacter(line: number[]): void {
  let from = Math.max(line.length - 1, 0);
  while (from > 0 && (line[from]! & 0xc0) === 0x80) from--;
  erase(line, from);
}

function eraseWord(line: number[]): void {
  let from = line.length;
  while (from > 0 && line[from - 1] === SPACE) from--;
  while (from > 0 && line[from - 1] !== SPACE) from--;
  erase(line, from);
}

function notUtf8(): CloacinaError {
  return new CloacinaError("invalid_request", "Cannot read the answer: it is not UTF-8");
}
