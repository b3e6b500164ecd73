import { CloacinaError } from "../errors.ts";
import type { CliContext } from "./context.ts";
import { readReference } from "./read_reference.ts";

/** Where one passphrase may come from: the file of a flag, a variable, or a question at the terminal. */
export interface PassphraseSource {
  readonly flag: string;
  readonly file: string | undefined;
  readonly variable: string;
  readonly question: string;
  /** What messages call it, where it is not plain whose it is. */
  readonly subject?: string;
}

/** The most that a passphrase file may hold. */
const MAX_PASSPHRASE_BYTES = 4096;

/** The passphrase that a key has: `--passphrase-file`, else CLOACINA_PASSPHRASE, else a question. */
export function keyPassphrase(file: string | undefined): PassphraseSource {
  return {
    flag: "--passphrase-file",
    file,
    variable: "CLOACINA_PASSPHRASE",
    question: "Passphrase",
  };
}

/** The passphrase that a key gets instead of the one that it has. */
export function newKeyPassphrase(file: string | undefined): PassphraseSource {
  return {
    flag: "--new-passphrase-file",
    file,
    variable: "CLOACINA_NEW_PASSPHRASE",
    question: "New passphrase",
  };
}

/** Finds a passphrase. Without a source it throws `invalid_request` at once and names the flag and the variable. */
export async function readPassphrase(
  context: CliContext,
  source: PassphraseSource,
): Promise<string> {
  if (source.file !== undefined) return await readPassphraseFile(context, source.file);
  const value = context.env(source.variable);
  if (value !== undefined) return value;
  if (context.terminal.isInteractive) return await context.terminal.askSecret(source.question);
  throw missing(source);
}

/** Finds a passphrase to be set: not empty, and at the terminal typed twice. */
export async function choosePassphrase(
  context: CliContext,
  source: PassphraseSource,
): Promise<string> {
  const isAsked = source.file === undefined && context.env(source.variable) === undefined;
  const passphrase = await readPassphrase(context, source);
  if (passphrase === "") throw refused("it is empty, and would protect nothing");
  if (isAsked && await context.terminal.askSecret("The same again") !== passphrase) {
    throw refused("the two that were typed differ");
  }
  return passphrase;
}

/** The file's text without its last line end. */
async function readPassphraseFile(context: CliContext, file: string): Promise<string> {
  const action = "read the passphrase file";
  const { bytes, name } = await readReference(context, file, MAX_PASSPHRASE_BYTES, action);
  if (bytes.length > MAX_PASSPHRASE_BYTES) {
    throw new CloacinaError("invalid_request", `Cannot ${action} ${name}: it is over 4 KiB`);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes)
      .replace(/\r?\n$/, "");
  } catch (cause) {
    const message = `Cannot ${action} ${name}: it is not UTF-8`;
    throw new CloacinaError("invalid_request", message, { cause });
  } finally {
    bytes.fill(0);
  }
}

function missing({ flag, variable, subject = "a passphrase" }: PassphraseSource): CloacinaError {
  return new CloacinaError(
    "invalid_request",
    `Cannot go on: ${subject} is needed, and there is no terminal to ask at`,
    { hint: `give it with ${flag} FILE, or in the variable ${variable}` },
  );
}

function refused(state: string): CloacinaError {
  return new CloacinaError("invalid_request", `Cannot set the passphrase: ${state}`);
}
