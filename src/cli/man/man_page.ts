import type { RouteMap } from "@stricli/core";
import { VARIABLES } from "../../domain/variables.ts";
import { ERROR_OUTCOMES, type ErrorCode } from "../../errors.ts";
import { type HelpRequest, helpTopic } from "../command_line/help_topic.ts";
import { HELP_FLAG, VERSION_FLAG } from "../command_line/program_flags.ts";
import type { Section } from "../command_line/section_text.ts";
import type { CliContext } from "../context.ts";
import { ERROR_MEANINGS } from "./error_meanings.ts";

/** A page of the manual, of section 1. */
export interface ManPage {
  /** Such as `cloacina-package-sign`. */
  readonly name: string;
  readonly sections: readonly Section[];
}

type Target = HelpRequest["result"]["target"];

/** A command or a group, the words that lead to it, and the groups above it, from the outermost on. */
interface Place {
  readonly target: Target;
  readonly prefix: readonly string[];
  readonly above: readonly Place[];
}

/** A page of the manual is not "this help". */
const PAGE_HELP = { ...HELP_FLAG, brief: "Print the flags and examples of this page" };

/** The page of what some words lead to, then those of all commands below it. Throws `invalid_request` for other words. */
export async function manPages(
  root: RouteMap<CliContext>,
  words: readonly string[],
): Promise<readonly ManPage[]> {
  let place: Place = { target: root, prefix: ["cloacina"], above: [] };
  for (const word of words) {
    const member = membersOf(place).find(({ prefix }) => prefix.at(-1) === word);
    if (member === undefined) {
      const { unknownCommandError } = await import("../command_line/unknown_command.ts");
      throw unknownCommandError(root, word, words);
    }
    place = member;
  }
  return withAllBelow(place).map(manPage);
}

function withAllBelow(place: Place): readonly Place[] {
  return [place, ...membersOf(place).flatMap(withAllBelow)];
}

/** What is directly in a group; nothing of a command. */
function membersOf(place: Place): readonly Place[] {
  const { target, prefix, above } = place;
  if ("parameters" in target) return [];
  return target.getAllEntries().map(({ name, target }) => ({
    target,
    prefix: [...prefix, name["convert-camel-to-kebab"]],
    above: [...above, place],
  }));
}

function manPage(place: Place): ManPage {
  const { target, prefix, above } = place;
  const isProgram = above.length === 0;
  const additionalFlags = isProgram ? [PAGE_HELP, VERSION_FLAG] : [PAGE_HELP];
  const { text, usage, tables, examples } = helpTopic({ result: place, additionalFlags });
  const name = pageName(prefix);
  const sections: readonly Section[] = [
    { heading: "NAME", prose: `${name} - ${startingSmall(target.brief)}` },
    { heading: "SYNOPSIS", usage },
    { heading: "DESCRIPTION", prose: endingInStop(text) },
    ...tables,
    ...isProgram ? [EXIT_STATUS, ENVIRONMENT] : [OTHER_STATUS],
    ...examples.length === 0 ? [] : [{ heading: "EXAMPLES", lines: examples }],
    { heading: "SEE ALSO", prose: related(place).map((title) => `${title}(1)`).join(", ") },
  ];
  return { name, sections };
}

/** The pages of the groups above, and of the commands in this group; of a command, of those beside it. */
function related(place: Place): readonly string[] {
  const { target, prefix, above } = place;
  const group = "parameters" in target ? above.at(-1)! : place;
  const names = [...above, ...membersOf(group)].map(({ prefix }) => pageName(prefix));
  return names.filter((name) => name !== pageName(prefix));
}

function pageName(prefix: readonly string[]): string {
  return prefix.join("-");
}

function startingSmall(brief: string): string {
  return brief.charAt(0).toLowerCase() + brief.slice(1);
}

function endingInStop(text: string): string {
  return text.endsWith(".") ? text : `${text}.`;
}

const EXIT_STATUS: Section = {
  heading: "EXIT STATUS",
  rows: [
    { label: "0", text: "Done, or verified, and the result was printed in full." },
    ...Object.entries(ERROR_MEANINGS).map(([code, meaning]) => ({
      label: String(ERROR_OUTCOMES[code as ErrorCode].exit),
      text: `${code}: ${meaning}`,
    })).sort((one, other) => Number(one.label) - Number(other.label)),
  ],
};

const OTHER_STATUS: Section = {
  heading: "EXIT STATUS",
  prose: "0 where it was done and the result was printed in full; cloacina(1) lists the others.",
};

const ENVIRONMENT: Section = {
  heading: "ENVIRONMENT",
  rows: Object.entries(VARIABLES).map(([label, text]) => ({
    label,
    text: text.replaceAll("`", ""),
  })),
};
