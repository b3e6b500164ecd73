import { type HelpRequest, helpTopic } from "./help_topic.ts";
import { type Section, sectionText } from "./section_text.ts";
import { wrap } from "./wrap.ts";

/** The help of a command or a group of commands, in lines of at most `width` characters. Examples are never broken. */
export function helpPage(request: HelpRequest, width: number): string {
  const { text, usage, tables, examples } = helpTopic(request);
  const sections: readonly Section[] = [
    { heading: "USAGE", usage },
    ...tables,
    ...examples.length === 0 ? [] : [{ heading: "EXAMPLES", lines: examples }],
  ];
  const blocks = [
    wrap(text, width).join("\n"),
    ...sections.map((section) => sectionText(section, width)),
  ];
  return `${blocks.join("\n\n")}\n`;
}
