import type { Application, Command } from "@stricli/core";
import type { CliContext } from "../context.ts";
import { closestTo } from "./closest.ts";
import { VERSION_FLAG } from "./program_flags.ts";

type Routes = Application<CliContext>["root"];
type Group = Exclude<Routes, Command<CliContext>>;

/** A command or group: the words that lead to it, and the last of them. */
interface Place {
  readonly words: readonly string[];
  readonly name: string;
}

/** Words of other programs, and the names that stand for them here. */
const SYNONYMS: Readonly<Record<string, readonly string[]>> = {
  add: ["import", "generate"],
  check: ["verify", "status", "doctor"],
  create: ["generate", "create"],
  delete: ["remove", "revoke"],
  get: ["show"],
  info: ["show", "inspect", "doctor"],
  init: ["migrate", "generate"],
  ls: ["list"],
  new: ["generate", "create"],
  password: ["passphrase"],
  pkg: ["package"],
  remove: ["revoke"],
  revoke: ["remove"],
  rm: ["remove", "revoke"],
  server: ["serve"],
  show: ["list", "inspect", "status"],
  start: ["serve"],
  token: ["tokens"],
  untrust: ["trusted"],
  view: ["show"],
};

/** A flag that other programs have as a command. */
const VERSION_PLACE: Place = { words: [`--${VERSION_FLAG.name}`], name: VERSION_FLAG.name };

/** How many letters a word has at least that stands for a longer one. */
const LEAST_BEGINNING = 3;

/** How many commands a hint names at the most. */
const MAX_SUGGESTIONS = 4;

/**
 * The commands that an unknown word may stand for, without the program's own name: in the group where it was typed, or else
 * anywhere; the word behind it chooses among several. None if nothing is similar.
 */
export function suggestCommands(
  root: Routes,
  words: readonly string[],
  [typed = "", next = ""]: readonly string[],
): readonly string[] {
  if (typed === "") return [];
  const places = [...placesIn(root as Group, []), VERSION_PLACE];
  const below = places.filter((place) => startsWith(place.words, words));
  const here = below.filter(({ words: { length } }) => length === words.length + 1);
  // Behind a noun, a similar verb of that noun comes before the same verb of another one.
  const within = words.length === 0 ? [] : MATCHES.map((match) => match(typed, here));
  const anywhere = MATCHES.flatMap((match) =>
    [here, below, places].map((among) => match(typed, among))
  );
  const found = [...within, ...anywhere].find(({ length }) => length > 0) ?? [];
  const further = places.filter(({ words, name }) =>
    name === next &&
    found.some((place) => place.words.length + 1 === words.length && startsWith(words, place.words))
  );
  const chosen = further.length > 0 ? further : found;
  return chosen.slice(0, MAX_SUGGESTIONS).map((place) => place.words.join(" "));
}

/** Ways to read a word, the most certain first: as a name or its synonym, as the beginning of one, as one misspelt. */
const MATCHES: readonly ((typed: string, places: readonly Place[]) => readonly Place[])[] = [
  (typed, places) => places.filter(({ name }) => namesOf(typed).includes(name)),
  (typed, places) => {
    const beginnings = namesOf(typed).filter(({ length }) => length >= LEAST_BEGINNING);
    return places.filter(({ name }) => beginnings.some((beginning) => name.startsWith(beginning)));
  },
  (typed, places) => {
    const closest = closestTo(typed, [...new Set(places.map(({ name }) => name))]);
    return places.filter(({ name }) => closest.includes(name));
  },
];

function namesOf(typed: string): readonly string[] {
  return [typed, ...Object.hasOwn(SYNONYMS, typed) ? SYNONYMS[typed]! : []];
}

function placesIn(group: Group, before: readonly string[]): readonly Place[] {
  return group.getAllEntries().flatMap(({ name: { "convert-camel-to-kebab": name }, target }) => {
    const words = [...before, name];
    const inside = "parameters" in target ? [] : placesIn(target, words);
    return [{ words, name }, ...inside];
  });
}

function startsWith(words: readonly string[], start: readonly string[]): boolean {
  return start.every((word, index) => words[index] === word);
}
