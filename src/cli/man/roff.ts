import type { Section } from "../command_line/section_text.ts";
import { type Row, wrap } from "../command_line/wrap.ts";
import type { ManPage } from "./man_page.ts";

/** What the header and the footer of a page say. */
export interface Edition {
  readonly version: string;
  /** Such as `2026-11-29`. */
  readonly date: string;
}

/** The most characters of a line of the source: mandoc's style allows 80 bytes with its end. */
const LINE = 78;

/** A page as man(7) has it, in ASCII. */
export function toRoff({ name, sections }: ManPage, { version, date }: Edition): string {
  const title = `.TH ${name.toUpperCase()} 1 "${date}" "cloacina ${version}" "User Commands"`;
  return `${[title, ...sections.flatMap(sectionLines)].join("\n")}\n`;
}

function sectionLines(section: Section): readonly string[] {
  return [`.SH ${section.heading}`, ...bodyLines(section)];
}

function bodyLines(section: Section): readonly string[] {
  if ("rows" in section) return section.rows.flatMap(rowLines);
  if ("lines" in section) return [".EX", ...section.lines.map(escape).map(notRequest), ".EE"];
  if ("usage" in section) return [bold(section.usage)];
  return proseLines(section.prose);
}

function rowLines({ label, text }: Row): readonly string[] {
  return [".TP", bold(label), ...proseLines(text)];
}

/** Each sentence begins a line, so that a formatter knows where one ends. */
function proseLines(text: string): readonly string[] {
  const sentences = escape(text).split(/(?<=[.?!]) (?=[A-Z])/);
  return sentences.flatMap((sentence) => wrap(sentence, LINE)).map(notRequest);
}

/** Lines that begin with a dot or a quote would be requests. */
function notRequest(line: string): string {
  return line.replace(/^(?=[.'])/, "\\&");
}

function bold(text: string): string {
  return `\\fB${escape(text)}\\fR`;
}

/** Characters that roff would read as its own, or print as others that cannot be pasted. */
const ESCAPES: Readonly<Record<string, string>> = {
  "\\": "\\e",
  "-": "\\-",
  "'": "\\(aq",
  "`": "\\(ga",
  "^": "\\(ha",
  "~": "\\(ti",
};

function escape(text: string): string {
  return text.replace(
    /[^ -~]|[\\\-'`^~]/gu,
    (character) =>
      ESCAPES[character] ??
        `\\[u${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}]`,
  );
}
