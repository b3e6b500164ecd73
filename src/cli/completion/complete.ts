import { HELP_WORD } from "../command_line/command_line.ts";
import { takeVerbosity, VERBOSITY_FLAGS } from "../command_line/verbosity.ts";
import { loadRoutes } from "../commands/routes.ts";
import type { CliContext } from "../context.ts";
import { completionSlot } from "./completion_slot.ts";
import type { Proposal } from "./proposal.ts";
import { storedProposals } from "./stored_proposals.ts";
import { typedFlags } from "./typed_flags.ts";

/** How long the store or the server may take: a shell waits for the answer at the press of a key. */
const STORE_LIMIT_MS = 1500;

const VERBOSITY: readonly Proposal[] = VERBOSITY_FLAGS.map(({ name, brief }) => ({
  word: `--${name}`,
  brief,
}));

/** The command whose arguments are words of a command, as far as none of them is a flag. */
const MAN_WORD = "man";

/** What the shell completes beside the proposals: paths of files, paths of directories, or nothing. */
type Paths = "files" | "directories" | "none";

/** Proposes commands, flags and fixed values for the last of the words. */
type ProposeWords = (typed: readonly string[]) => Promise<readonly Proposal[]>;

/**
 * Prints a proposal a line for the last word: the word, a tab, what it means; then a line `:files`, `:directories` or
 * `:none`, for the paths that the shell is to add. Neither asks nor complains: what cannot be read is not proposed.
 */
export async function complete(
  context: CliContext,
  typed: readonly string[],
  proposeWords: ProposeWords,
): Promise<void> {
  const routes = await loadRoutes();
  const named = withoutVerbosity(routes, typed);
  const isTopic = namesTopic(named);
  const { start, words } = splitLast(isTopic ? named.slice(1) : named);
  const slot = completionSlot(routes, words);
  const partial = words.at(-1) ?? "";
  const proposals = [
    ...await proposeWords(words),
    ...partial.startsWith("-") && slot.placeholder === null ? VERBOSITY : [],
    ...isTopic ? [] : await inTime(context, storedProposals(context, typedFlags(words), slot)),
  ];
  const lines = proposals.filter(({ word }) => word.startsWith(partial))
    .map(({ word, brief }) => `${start}${word}\t${brief}\n`);
  const paths = isTopic ? "none" : pathsFor(slot.placeholder);
  await context.terminal.write(`${lines.join("")}:${paths}\n`);
}

/** The words without the flags of verbosity before the last one. */
function withoutVerbosity(
  routes: Awaited<ReturnType<typeof loadRoutes>>,
  typed: readonly string[],
): readonly string[] {
  const { args } = takeVerbosity(routes, typed.slice(0, -1));
  return [...args, ...typed.slice(-1)];
}

/** Whether the words behind the first one are those of a command that is to be explained, and not run. */
function namesTopic([first = "", ...words]: readonly string[]): boolean {
  if (words.length === 0) return false;
  return first === HELP_WORD || first === MAN_WORD && !words.some((word) => word.startsWith("-"));
}

/** `--flag=value` as two words; `start` is to be printed before the proposals for the value. */
function splitLast(
  typed: readonly string[],
): { readonly start: string; readonly words: readonly string[] } {
  const [, flag, value] = /^(--[\w-]+)=(.*)$/s.exec(typed.at(-1) ?? "") ?? [];
  const isWhole = flag === undefined || typed.slice(0, -1).includes("--");
  if (isWhole) return { start: "", words: typed };
  return { start: `${flag}=`, words: [...typed.slice(0, -1), flag, value!] };
}

/** The proposals, or none where they fail or take too long. */
async function inTime(
  { pause }: CliContext,
  proposals: Promise<readonly Proposal[]>,
): Promise<readonly Proposal[]> {
  const late = pause(STORE_LIMIT_MS).then(() => []);
  return await Promise.race([proposals.catch(() => []), late]);
}

function pathsFor(placeholder: string | null): Paths {
  if (placeholder === "DIR") return "directories";
  return /\b(FILE|PATH|REF)\b/.test(placeholder ?? "") ? "files" : "none";
}
