// This file owns standard input, output and error. Standard output carries only the result; notes,
// prompts and progress go to standard error. Prompts and progress appear only on a terminal.
import { fstatSync } from "node:fs";
import { errorDocument } from "../../contract/error_document.ts";
import { openMode } from "../../domain/file_mode.ts";
import { CloacinaError } from "../../errors.ts";
import { toIoError } from "../../files/io_error.ts";
import { writeAll } from "../../files/write_all.ts";
import { escapeJson, toSafeJson } from "../../formats/escape.ts";
import type { Verbosity } from "./verbosity.ts";
import { errorLines, type MessageForm, messageLines } from "./message_lines.ts";
import { createPrompts, type Prompts } from "./prompts.ts";
import { takeEraser, withProgress } from "./terminal_progress.ts";
import { promptDevice } from "./terminal_prompt_device.ts";
import { NEVER } from "./never.ts";

/** The standard streams of the process, and its prompts. */
export interface Terminal extends Prompts {
  /** Writes to standard output. Throws `io_failed` unless everything was written. */
  readonly write: (output: string | Uint8Array) => Promise<void>;
  /** The same for a secret; warns if standard output is a file that others may read. */
  readonly writeSecret: (output: string | Uint8Array) => Promise<void>;
  /** Writes one line to standard error, escaped: what nobody must miss, such as a warning. */
  readonly tell: (line: string) => Promise<void>;
  /** The same for what may be missed: left out with `--quiet`. */
  readonly note: (line: string) => Promise<void>;
  /** The same for what only helps to find out why: printed with `--verbose` alone. */
  readonly detail: (line: string) => Promise<void>;
  /** From now on, prints messages and errors in this form. */
  readonly tellInForm: (form: MessageForm) => void;
  /** Writes lines of a log, of JSON or of text without control characters, to standard error, escaped. */
  readonly log: (lines: string) => Promise<void>;
  /** Writes an error and its hint to standard error, escaped. A failure to write is ignored: the exit code remains. */
  readonly error: (error: CloacinaError) => Promise<void>;
  /**
   * Prints the error that ended the command to standard error and, with `asJson`, as JSON to standard output unless
   * part of a result was written there. All later output is dropped. After `interrupted` it does not wait for a slow
   * reader.
   */
  readonly lastWord: (error: CloacinaError, asJson: boolean) => Promise<void>;
  /** Whether standard error is a terminal, so that people read it. */
  readonly isAttended: boolean;
  /** Why prompting is not possible, or null. */
  readonly unasked: string | null;
  /** The width of the terminal on standard output in characters, or null if it is not a terminal. */
  readonly columns: number | null;
  /** Whether standard output is a terminal that may show colours. */
  readonly isColoured: boolean;
  /** Standard input, which can be read only once. Throws `invalid_request` the second time. */
  readonly readInput: () => ReadableStream<Uint8Array<ArrayBuffer>>;
  /** Runs a long task. On a terminal, shows a progress bar after one second. */
  readonly withProgress: <Result>(
    measure: () => Promise<number>,
    task: (onBytes: (count: number) => void) => Promise<Result>,
  ) => Promise<Result>;
}

/** How long an interrupted command waits for its last output to be read. */
const LAST_WORD_MS = 2000;

/** How the terminal behaves. */
export interface TerminalOptions {
  /** Whether colours are allowed. */
  readonly colour: boolean;
  /** Whether the terminal understands escape sequences. */
  readonly escapes: boolean;
  readonly verbosity: Verbosity;
  /** Why prompting is disabled, or null. */
  readonly unasked: string | null;
  /** Called on a signal during a prompt, so that the terminal is not left without echo. */
  readonly interrupt: () => void;
}

/** The terminal of this process. */
export function openTerminal(
  { colour, escapes, verbosity, unasked, interrupt }: TerminalOptions,
): Terminal {
  const isColoured = colour && escapes && Deno.stderr.isTerminal();
  const showsProgress = escapes && verbosity !== "quiet" && Deno.stderr.isTerminal();
  const canAsk = Deno.stdin.isTerminal() && Deno.stderr.isTerminal();
  let inputIsTaken = false;
  let isOver = false;
  let hasOutput = false;
  let form: MessageForm = {
    message: (line) => messageLines(line, errorWidth()),
    error: (error) => errorLines(error, { colour: isColoured, width: errorWidth() }),
  };
  const unlessOver = async <Result>(print: () => Promise<Result>): Promise<Result> =>
    isOver ? await NEVER : await print();
  const tellError = async (error: CloacinaError) => {
    const lines = await form.error(error);
    await writeText(Deno.stderr, "standard error", takeEraser() + lines).catch(() => {});
  };
  const writeOutput = async (output: string | Uint8Array) => {
    // Set before writing: part of it may be read even if the write fails.
    hasOutput ||= output.length > 0;
    await writeText(Deno.stdout, "standard output", output);
  };
  const tell = async (line: string) => {
    if (verbosity === "silent") return;
    const lines = await form.message(line);
    await unlessOver(() => writeText(Deno.stderr, "standard error", takeEraser() + lines));
  };
  const tellLast = async (error: CloacinaError, asJson: boolean) => {
    if (asJson && !hasOutput) await writeOutput(toSafeJson(errorDocument(error))).catch(() => {});
    await tellError(error);
  };
  const write = (output: string | Uint8Array) => unlessOver(() => writeOutput(output));
  return {
    ...createPrompts(promptDevice(interrupt, errorWidth)),
    write,
    writeSecret: async (output) => {
      const mode = modeForOthers();
      if (mode !== null) {
        await tell(
          `warning: standard output is a file that can be read by others (mode ${mode}); chmod 600 it`,
        );
      }
      await write(output);
    },
    tell,
    note: async (line) => {
      if (verbosity === "normal" || verbosity === "verbose") await tell(line);
    },
    detail: async (line) => {
      if (verbosity === "verbose") await tell(line);
    },
    tellInForm: (given) => void (form = given),
    log: (lines) => unlessOver(() => writeText(Deno.stderr, "standard error", escapeJson(lines))),
    error: (error) => unlessOver(() => tellError(error)),
    lastWord: async (error, asJson) => {
      isOver = true;
      const telling = tellLast(error, asJson);
      await (error.code === "interrupted" ? Promise.race([telling, wait(LAST_WORD_MS)]) : telling);
    },
    isAttended: Deno.stderr.isTerminal(),
    unasked: canAsk ? unasked : "there is no terminal to ask on",
    isColoured: colour && escapes && Deno.stdout.isTerminal(),
    columns: Deno.stdout.isTerminal() ? Deno.consoleSize().columns : null,
    readInput: () => {
      if (inputIsTaken) throw inputTakenTwice();
      inputIsTaken = true;
      return Deno.stdin.readable;
    },
    withProgress: (measure, task) => showsProgress ? withProgress(measure, task) : task(() => {}),
  };
}

/** The mode of the file that standard output is, such as "0644"; null if it is no file, or closed to others. */
function modeForOthers(): string | null {
  if (Deno.build.os === "windows") return null;
  const stat = fstatSync(1);
  return stat.isFile() ? openMode(stat) : null;
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

async function writeText(
  stream: { readonly write: (bytes: Uint8Array) => Promise<number> },
  name: string,
  output: string | Uint8Array,
): Promise<void> {
  const bytes = typeof output === "string" ? new TextEncoder().encode(output) : output;
  try {
    await writeAll(stream, bytes);
  } catch (error) {
    throw toIoError(error, "write to", name);
  }
}

/** The width of the terminal on standard error, null if it is none. */
function errorWidth(): number | null {
  return Deno.stderr.isTerminal() ? Deno.consoleSize().columns : null;
}

function inputTakenTwice(): CloacinaError {
  return new CloacinaError("invalid_request", "Cannot read standard input: - was given twice", {
    hint: "give one of the two as a file",
  });
}
