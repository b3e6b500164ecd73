import type { ApplicationFlagFunction, Command } from "@stricli/core";
import type { CliContext } from "../context.ts";
import { REMOTE_FLAGS } from "../server/remote_flags.ts";
import { MASTER_KEY_FLAGS, STORE_FLAGS } from "../store/store_flags.ts";
import { longFlag, SEPARATOR_BRIEF } from "./flags.ts";
import { parseDescription } from "./help.ts";
import { VERBOSITY_FLAGS } from "./verbosity.ts";
import type { Row } from "./wrap.ts";

type FlagRequest = Parameters<ApplicationFlagFunction<CliContext>>[1];
type Group = Exclude<FlagRequest["result"]["target"], Command<CliContext>>;
type CommandParameters = Command<CliContext>["parameters"];
type Flag = NonNullable<CommandParameters["flags"]>[string];

/** The command or group that help was asked for, the words that lead to it, and the flags of the program itself. */
export interface HelpRequest extends Pick<FlagRequest, "additionalFlags"> {
  readonly result: Pick<FlagRequest["result"], "target" | "prefix">;
}

/** Rows under a heading. */
interface Table {
  readonly heading: string;
  readonly rows: readonly Row[];
}

/** Flags that many commands share. A flag that a command describes in its own words is listed with its own flags. */
const SHARED_FLAGS: Readonly<Record<string, Readonly<Record<string, Flag>>>> = {
  "STORE FLAGS": {
    ...STORE_FLAGS,
    masterKey: MASTER_KEY_FLAGS.masterKey,
    passphraseFile: MASTER_KEY_FLAGS.passphraseFile,
  },
  "API FLAGS": REMOTE_FLAGS,
};

const SEPARATOR: Row = { label: "--", text: SEPARATOR_BRIEF };

/** What there is to say of a command or a group of commands. */
interface HelpTopic {
  readonly text: string;
  readonly usage: string;
  /** Only those that have rows. */
  readonly tables: readonly Table[];
  /** Command lines that work when pasted. */
  readonly examples: readonly string[];
}

/** Gathers what a command or a group of commands says of itself. */
export function helpTopic({ result, additionalFlags }: HelpRequest): HelpTopic {
  const { target, prefix } = result;
  const isCommand = "parameters" in target;
  const { text, examples } = parseDescription(target.fullDescription ?? target.brief);
  const usage = [...prefix, ...isCommand ? usageOf(target.parameters) : ["COMMAND"]].join(" ");
  const general = [
    ...VERBOSITY_FLAGS.map(({ name, alias, brief }) => generalRow(name, alias, brief)),
    ...additionalFlags.map(({ name, aliases = [], brief }) =>
      generalRow(name, aliases.join(""), brief)
    ),
  ];
  const tables = isCommand
    ? commandTables(target.parameters, general)
    : [commandsOf(target), { heading: "FLAGS", rows: general }];
  return { text, usage, tables: tables.filter(({ rows }) => rows.length > 0), examples };
}

function generalRow(name: string, alias: string, brief: string): Row {
  return { label: `-${alias}, --${name}`, text: brief };
}

function commandsOf(group: Group): Table {
  const rows = group.getAllEntries().map(({ name, target }) => ({
    label: name["convert-camel-to-kebab"],
    text: target.brief,
  }));
  return { heading: "COMMANDS", rows };
}

/** The usage of a command after its words: required flags, `[flags]`, and the arguments. */
function usageOf({ flags = {}, positional }: CommandParameters): readonly string[] {
  const required = Object.entries(flags).filter(([, flag]) => !flag.optional);
  return [
    ...required.map(([name, flag]) => flagText(name, flag)),
    "[flags]",
    ...argumentsOf(positional).map(({ label }) => label),
  ];
}

function commandTables(
  { flags = {}, positional }: CommandParameters,
  general: readonly Row[],
): readonly Table[] {
  const rows = argumentsOf(positional);
  const shared = Object.entries(SHARED_FLAGS).map(([heading, group]) => ({
    heading,
    rows: flagRows(flags, (name, flag) => group[name] === flag),
  }));
  const isOwn = (name: string, flag: Flag) =>
    Object.values(SHARED_FLAGS).every((group) => group[name] !== flag);
  const own = [...flagRows(flags, isOwn), ...general, ...rows.length === 0 ? [] : [SEPARATOR]];
  return [{ heading: "ARGUMENTS", rows }, { heading: "FLAGS", rows: own }, ...shared];
}

function flagRows(
  flags: Readonly<Record<string, Flag>>,
  isMeant: (name: string, flag: Flag) => boolean,
): readonly Row[] {
  return Object.entries(flags)
    .filter(([name, flag]) => !flag.hidden && isMeant(name, flag))
    .map(([name, flag]) => ({ label: flagText(name, flag), text: flagBrief(flag) }));
}

function flagBrief(flag: Flag): string {
  const isRepeatable = "variadic" in flag && flag.variadic;
  return `${flag.brief}${flag.optional ? "" : " (required)"}${isRepeatable ? " (repeatable)" : ""}`;
}

/** A flag with its value: `--key REF`, or `--format pem|der`. */
function flagText(name: string, flag: Flag): string {
  if (flag.kind === "boolean") return longFlag(name);
  const value = flag.kind === "enum" ? flag.values.join("|") : flag.placeholder;
  return `${longFlag(name)} ${value}`;
}

/** `FILE`; `FILE...` for one or more; `[FILE...]` for any number. */
function argumentsOf(positional: CommandParameters["positional"]): readonly Row[] {
  if (positional === undefined) return [];
  if (positional.kind === "tuple") {
    return positional.parameters.map(({ placeholder = "", brief }) => ({
      label: placeholder,
      text: brief,
    }));
  }
  const { parameter: { placeholder = "", brief }, minimum = 0 } = positional;
  return [{ label: minimum === 0 ? `[${placeholder}...]` : `${placeholder}...`, text: brief }];
}
