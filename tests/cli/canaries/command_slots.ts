import { loadRoutes } from "../../../src/cli/commands/routes.ts";

const rootRoutes = await loadRoutes();

/** A place of a command line that takes a value, with all that the command needs besides. */
export interface Slot {
  /** The nouns, the verb and the flag or the placeholder, for whoever reads a failure. */
  readonly name: string;
  /** The flag's or argument's name in the help, such as FILE. */
  readonly placeholder: string;
  readonly flag: string | null;
  readonly fill: (value: string) => readonly string[];
}

/** What the command tree says of one parameter. */
interface Parameter {
  readonly kind?: string;
  readonly placeholder?: string;
  readonly optional?: boolean;
  readonly values?: readonly string[];
}

interface Command {
  readonly path: readonly string[];
  readonly flags: readonly (readonly [name: string, parameter: Parameter])[];
  readonly positional: readonly Parameter[];
}

/** What a parameter gets that is needed and not the one in question; by its placeholder. */
export type Fillers = (placeholder: string, name: string) => string;

/** What must be said besides, for a flag to be looked at at all. */
export type Companions = (command: string, flag: string | null) => readonly string[];

/** Every place of every command that takes a value of one's own. */
export function commandSlots(filler: Fillers, companions: Companions): readonly Slot[] {
  return commandsIn(rootRoutes, []).flatMap((command) => [
    ...command.flags
      .filter(([, { kind }]) => kind === "parsed")
      .map(([name, parameter]) => flagSlot(command, kebab(name), parameter, filler, companions)),
    ...command.positional.map((parameter, index) =>
      positionalSlot(command, index, parameter, filler, companions)
    ),
  ]);
}

function flagSlot(
  command: Command,
  flag: string,
  { placeholder = "" }: Parameter,
  filler: Fillers,
  companions: Companions,
): Slot {
  const words = command.path.join(" ");
  const others = [
    ...needed(command, filler, flag),
    ...command.positional.map((one) => filler(one.placeholder!, one.placeholder!)),
    ...companions(words, flag),
  ];
  return {
    name: `${words} --${flag}`,
    placeholder,
    flag,
    fill: (value) => [...command.path, ...others, `--${flag}=${value}`],
  };
}

function positionalSlot(
  command: Command,
  index: number,
  { placeholder = "" }: Parameter,
  filler: Fillers,
  companions: Companions,
): Slot {
  const words = command.path.join(" ");
  const others = command.positional.map((one) => filler(one.placeholder!, one.placeholder!));
  const flags = [...needed(command, filler, null), ...companions(words, null)];
  return {
    name: `${words} ${placeholder}`,
    placeholder,
    flag: null,
    fill: (value) => [...command.path, ...flags, "--", ...others.with(index, value)],
  };
}

/** The flags that the command must have, without the one that is in question. */
function needed({ flags }: Command, filler: Fillers, besides: string | null): readonly string[] {
  return flags
    .filter(([name, { optional, kind }]) =>
      !optional && kind !== "boolean" && kebab(name) !== besides
    )
    .flatMap(([name, { placeholder, values }]) => [
      `--${kebab(name)}`,
      values?.[0] ?? filler(placeholder!, kebab(name)),
    ]);
}

type Target = ReturnType<typeof rootRoutes.getAllEntries>[number]["target"];

function commandsIn(target: Target, path: readonly string[]): readonly Command[] {
  if ("parameters" in target) {
    const { flags = {}, positional } = target.parameters;
    return [{ path, flags: Object.entries(flags), positional: parametersOf(positional) }];
  }
  return target.getAllEntries().flatMap((entry) =>
    commandsIn(entry.target, [...path, entry.name["convert-camel-to-kebab"]])
  );
}

function parametersOf(positional: unknown): readonly Parameter[] {
  const one = positional as
    | { readonly parameter?: Parameter; readonly parameters?: readonly Parameter[] }
    | undefined;
  return one?.parameters ?? (one?.parameter === undefined ? [] : [one.parameter]);
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
