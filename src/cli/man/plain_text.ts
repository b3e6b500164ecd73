import { sectionText } from "../command_line/section_text.ts";
import type { ManPage } from "./man_page.ts";

/** A page as text, in lines of at most `width` characters, examples aside. */
export function toPlainText({ sections }: ManPage, width: number): string {
  return `${sections.map((section) => sectionText(section, width)).join("\n\n")}\n`;
}
