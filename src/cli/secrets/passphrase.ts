import type { VariableName } from "../../domain/variables.ts";
import { quoted } from "../../domain/quoted.ts";
import { CloacinaError, hasCode } from "../../errors.ts";
import type { CliContext } from "../context.ts";
import { hintingAtOddity, type SourcedPassphrase, unseenIn } from "./passphrase_oddity.ts";
import { readSecret } from "./read_secret.ts";
import { variableOf } from "../keys/read_reference.ts";
import { isStandardInput } from "../terminal/standard_streams.ts";
import { utf8Text } from "../../formats/utf8.ts";

/** Where a passphrase may come from: the file of a flag, a variable, or a prompt. */
interface PassphraseSource {
  readonly flag: string;
  readonly file: string | undefined;
  readonly variable: VariableName;
  /** What is asked for: "passphrase for k.pem". */
  readonly what: string;
}

/** Maximum size of a passphrase file. */
const MAX_PASSPHRASE_BYTES = 4096;

const DIFFERING = "the two passphrases differ";

/** How many characters a typed passphrase has at least that is not warned of. */
const SHORTEST_UNWARNED = 8;

/** How often a passphrase may be typed. */
const TRIES = 3;

/** The current passphrase of something: `--passphrase-file`, else CLOACINA_PASSPHRASE, else a prompt. */
export function passphraseOf(owner: string, file: string | undefined): PassphraseSource {
  const what = `passphrase for ${owner}`;
  return { flag: "--passphrase-file", file, variable: "CLOACINA_PASSPHRASE", what };
}

/** The first passphrase of something new, from the same sources as a current one. */
export function firstPassphraseOf(owner: string, file: string | undefined): PassphraseSource {
  return { ...passphraseOf(owner, file), what: `new passphrase for ${owner}` };
}

/** The new passphrase of something that has one. */
export function newPassphraseOf(owner: string, file: string | undefined): PassphraseSource {
  return {
    flag: "--new-passphrase-file",
    file,
    variable: "CLOACINA_NEW_PASSPHRASE",
    what: `new passphrase for ${owner}`,
  };
}

/**
 * Unlocks with the passphrase of a source; at the terminal a wrong one may be typed three times. Without a source it throws
 * `invalid_request` at once and names the flag and the variable.
 */
export async function unlockWith<Opened>(
  context: CliContext,
  source: PassphraseSource,
  unlock: (passphrase: string) => Promise<Opened>,
): Promise<Opened> {
  const unlockWithOne = (passphrase: SourcedPassphrase) =>
    unlock(passphrase.text).catch((error) => {
      throw hintingAtOddity(error, passphrase);
    });
  const given = await readGiven(context, source);
  if (given !== undefined) return await unlockWithOne(given);
  const isWrong = ({ code }: CloacinaError) => code === "wrong_passphrase";
  return await askUntil(
    context,
    isWrong,
    async () => await unlockWithOne({ text: await ask(context, source), source: "what was typed" }),
  );
}

/** Reads a new passphrase: not empty, and typed twice at a prompt, with three attempts if the two differ. */
export async function choosePassphrase(
  context: CliContext,
  source: PassphraseSource,
): Promise<string> {
  const given = await readGiven(context, source);
  if (given !== undefined) return await acceptNew(context, given);
  const isDiffering = ({ message }: CloacinaError) => message.endsWith(DIFFERING);
  return await askUntil(context, isDiffering, async () => {
    const passphrase = requireSome(await ask(context, source), "it");
    if (await context.terminal.askSecret("The same again") !== passphrase) throw refused(DIFFERING);
    await warnIfShort(context, passphrase);
    return passphrase;
  });
}

/** Only of what is typed: a file or a variable has what a program made, or what was chosen before. */
async function warnIfShort({ terminal }: CliContext, typed: string): Promise<void> {
  if ([...typed].length >= SHORTEST_UNWARNED) return;
  const state = `a passphrase of fewer than ${SHORTEST_UNWARNED} characters is soon guessed`;
  await terminal.tell(`warning: ${state} by whoever has a copy of what it protects`);
}

/** A new passphrase that was not typed twice; warns of what its owner may not know of. */
async function acceptNew(
  { terminal }: CliContext,
  given: SourcedPassphrase,
): Promise<string> {
  const unseen = unseenIn(given);
  if (unseen !== undefined) await terminal.tell(`warning: ${unseen}`);
  return requireSome(given.text, given.source);
}

/** The passphrase from a file or variable; undefined if neither is given. */
async function readGiven(
  context: CliContext,
  { flag, file, variable }: PassphraseSource,
): Promise<SourcedPassphrase | undefined> {
  if (file === undefined) {
    const text = context.env(variable);
    return text === undefined ? undefined : { text, source: variable };
  }
  // Standard input at a terminal is prompted for, so that the passphrase is not echoed.
  if (isStandardInput(file) && context.terminal.unasked === null) return undefined;
  const text = await readPassphraseFile(context, flag, file);
  return { text, source: variableOf(file) ?? `the file of ${flag}` };
}

async function ask({ terminal }: CliContext, source: PassphraseSource): Promise<string> {
  if (terminal.unasked !== null) throw missing(source, terminal.unasked);
  return await terminal.askSecret(source.what.replace(/^./, (letter) => letter.toUpperCase()));
}

/** Repeats a prompt until the answer is right. */
async function askUntil<Result>(
  { terminal }: CliContext,
  isMistyped: (error: CloacinaError) => boolean,
  attempt: () => Promise<Result>,
): Promise<Result> {
  return await terminal.withoutEcho(async () => {
    for (let left = TRIES - 1; left > 0; left--) {
      try {
        return await attempt();
      } catch (error) {
        if (!(error instanceof CloacinaError && isMistyped(error))) throw error;
        await terminal.tell(`${error.message}; try again`);
      }
    }
    return await attempt();
  });
}

/** The content of a file without its final line break. */
async function readPassphraseFile(
  context: CliContext,
  flag: string,
  file: string,
): Promise<string> {
  const action = "read the passphrase file";
  return await readSecret(context, file, {
    limit: MAX_PASSPHRASE_BYTES,
    action,
    parse: (bytes, name) => toPassphrase(bytes, name, action),
  }).catch((error) => {
    throw hasCode(error, "file_not_found") ? missingFile(flag, error) : error;
  });
}

function toPassphrase(bytes: Uint8Array, name: string, action: string): string {
  const refused = (state: string) =>
    new CloacinaError("invalid_request", `Cannot ${action} ${quoted(name)}: ${state}`);
  const text = utf8Text(bytes);
  if (text === null) throw refused("it is not UTF-8");
  return text.replace(/\r?\n$/, "");
}

function requireSome(passphrase: string, source: string): string {
  if (passphrase !== "") return passphrase;
  throw refused(`${source} is empty, and would protect nothing`);
}

/** A name that is not a file may be the passphrase itself. */
function missingFile(flag: string, cause: unknown): CloacinaError {
  const message = `Cannot read the passphrase file of ${flag}: there is no such file`;
  return new CloacinaError("file_not_found", message, {
    hint: "its name is not shown, because it may be the passphrase itself",
    cause,
  });
}

function missing({ flag, variable, what }: PassphraseSource, unasked: string): CloacinaError {
  return new CloacinaError(
    "invalid_request",
    `Cannot read the ${what}: ${unasked}`,
    { hint: `give it with ${flag} FILE, or in the variable ${variable}` },
  );
}

function refused(state: string): CloacinaError {
  return new CloacinaError("invalid_request", `Cannot set the passphrase: ${state}`);
}
