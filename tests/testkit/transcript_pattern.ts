import { Buffer } from "node:buffer";

/** Text captured by name so far in a transcript, as UTF-8 bytes, one character a byte. */
export type Captures = ReadonlyMap<string, string>;

/** An expected line: literal bytes (one character each) and shapes, in order. */
export interface LinePattern {
  /** The line as it stands in the transcript. */
  readonly text: string;
  readonly parts: readonly Part[];
}

type Part = { readonly literal: string } | { readonly shape: Shape; readonly name?: string };

// Every placeholder that a transcript may use; transcript.ts says what each stands for.
const SHAPES = {
  fingerprint: "[0-9a-f]{64}",
  hex64: "[0-9a-f]{64}",
  uuid: "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
  base64: "(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{4}|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{2}==)",
  time: "[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9]Z",
  version: "[0-9]+(?:\\.[0-9]+)+(?:[-+][0-9A-Za-z.+-]+)?",
  number: "[0-9]+(?:\\.[0-9]+)?",
  path: "/[^ \\n]*",
  any: "[^\\n]+",
} as const;

type Shape = keyof typeof SHAPES;

const PLACEHOLDER = /<0x([0-9a-f]{2})>|<([a-z][a-z0-9]*)(?::([a-z][a-z0-9_]*))?>/g;
const NO_NEWLINE = "<no newline>";

/** Reads one expected line. Throws on a named placeholder that does not exist. */
export function parsePattern(text: string): LinePattern {
  const unended = text.endsWith(NO_NEWLINE);
  const body = unended ? text.slice(0, -NO_NEWLINE.length) : text;
  const parts: Part[] = [];
  let from = 0;
  for (const found of body.matchAll(PLACEHOLDER)) {
    parts.push(literal(body.slice(from, found.index)), partOf(found));
    from = found.index + found[0].length;
  }
  parts.push(literal(body.slice(from)));
  if (!unended) parts.push({ literal: "\n" });
  return { text, parts };
}

/**
 * Matches a line of output, with its newline, one character a byte. Returns the captures with this
 * line's added, or undefined if it does not match.
 */
export function matchLine(
  pattern: LinePattern,
  line: string,
  captures: Captures,
): Captures | undefined {
  const named = new Set<string>();
  const source = pattern.parts.map((part) => partSource(part, captures, named)).join("");
  const found = new RegExp(`^${source}$`).exec(line);
  if (found === null) return undefined;
  return new Map([...captures, ...Object.entries(found.groups ?? {})]);
}

/** Bytes as a string with one character a byte. */
export function toBinary(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("latin1");
}

/** The reverse of `toBinary`, as text. */
export function fromBinary(binary: string): string {
  return Buffer.from(binary, "latin1").toString();
}

/** A line of output as it would be written in a transcript: what cannot be seen as `<0xNN>`. */
export function displayLine(line: string): string {
  const ended = line.endsWith("\n");
  const body = ended ? line.slice(0, -1) : line;
  const shown = body
    .replace(/[^\x80-\xff]|[\xc0-\xff][\x80-\xbf]*|[\x80-\xbf]/g, displaySequence)
    .replace(/ $/, "<0x20>");
  return shown + (ended ? "" : NO_NEWLINE);
}

function partOf([whole, byte, shape = "", name]: RegExpExecArray): Part {
  if (byte !== undefined) return { literal: String.fromCharCode(parseInt(byte, 16)) };
  if (isShape(shape)) return name === undefined ? { shape } : { shape, name };
  if (name !== undefined) throw new Error(`${whole}: no such placeholder`);
  // Help texts are full of <file> and <key>: these are what they say.
  return { literal: whole };
}

function isShape(word: string): word is Shape {
  return Object.hasOwn(SHAPES, word);
}

function literal(text: string): Part {
  return { literal: toBinary(new TextEncoder().encode(text)) };
}

function partSource(part: Part, captures: Captures, named: Set<string>): string {
  if ("literal" in part) return escapeRegExp(part.literal);
  if (part.name === undefined) return SHAPES[part.shape];
  const captured = captures.get(part.name);
  if (captured !== undefined) return escapeRegExp(captured);
  if (named.has(part.name)) return `\\k<${part.name}>`;
  named.add(part.name);
  return `(?<${part.name}>${SHAPES[part.shape]})`;
}

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}

function displaySequence(sequence: string): string {
  const text = fromBinary(sequence);
  if (!/[\p{C}\p{Zl}\p{Zp}\ufffd]/u.test(text)) return text;
  return Array.from(sequence, (character) => {
    return `<0x${character.charCodeAt(0).toString(16).padStart(2, "0")}>`;
  }).join("");
}
