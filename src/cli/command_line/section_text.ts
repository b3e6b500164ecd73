import { type Row, rowLines, wrap } from "./wrap.ts";

/** A part of a page below its heading: prose, a command line to fill in, rows, or lines to paste. */
export type Section =
  & { readonly heading: string }
  & (
    | { readonly prose: string }
    | { readonly usage: string }
    | { readonly rows: readonly Row[] }
    | { readonly lines: readonly string[] }
  );

const INDENT = "  ";

/** A section as text, in lines of at most `width` characters; lines to paste are never broken. */
export function sectionText(section: Section, width: number): string {
  return [section.heading, ...bodyLines(section, width)].join("\n");
}

function bodyLines(section: Section, width: number): readonly string[] {
  if ("rows" in section) return rowLines(section.rows, width);
  if ("lines" in section) return section.lines.map((line) => INDENT + line);
  const lines = "usage" in section
    ? wrap(section.usage, width - INDENT.length, INDENT + INDENT)
    : wrap(section.prose, width - INDENT.length);
  return lines.map((line) => INDENT + line);
}
