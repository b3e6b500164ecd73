// This file owns standard input, output and error. Standard output carries the result and nothing else; notes,
// prompts and progress go to standard error. Prompts and progress appear only where a person sits at a terminal.
import { CloacinaError } from "../errors.ts";
import { toIoError } from "../files/io_error.ts";
import { escapeJson, escapeText } from "./escape.ts";

/** The process's three streams, and the person who may sit there. */
export interface Terminal {
  /** Bytes for standard output, all of them or `io_failed`. */
  readonly write: (output: string | Uint8Array) => Promise<void>;
  /** One line for standard error; it is escaped here. */
  readonly note: (line: string) => Promise<void>;
  /** Lines of JSON for standard error; they are escaped here. */
  readonly log: (lines: string) => Promise<void>;
  /** The two lines of an error for standard error, escaped here. Where nobody can be told, the exit code still says it. */
  readonly error: (error: CloacinaError) => Promise<void>;
  /** Whether a person can be asked: standard input and standard error are a terminal. */
  readonly isInteractive: boolean;
  /** Asks for a secret without echo. Throws `interrupted` on Ctrl-C. */
  readonly askSecret: (question: string) => Promise<string>;
  /** Asks for a yes, typed in full or as y; all else is a no. Throws `interrupted` on Ctrl-C. */
  readonly askYesOrNo: (question: string) => Promise<boolean>;
  /** How wide the terminal at standard output is, in characters; null where there is none. */
  readonly columns: number | null;
  /** Chunks of standard input. It can be read once: throws `invalid_request` the second time. */
  readonly readInput: () => ReadableStream<Uint8Array<ArrayBuffer>>;
  /** Runs a long task; at a terminal a progress bar is shown once it has lasted a second. */
  readonly withProgress: <Result>(
    measure: () => Promise<number>,
    task: (onBytes: (count: number) => void) => Promise<Result>,
  ) => Promise<Result>;
}

/** How long a task lasts before anyone is told of its progress. */
const PROGRESS_DELAY_MS = 1000;
const PROGRESS_INTERVAL_MS = 100;
const PROGRESS_BAR_WIDTH = 30;

/** What takes a bar or a question off the screen, where one stands there: an interrupted task cannot do it itself. */
let eraser = "";

/** The terminal of this process. `colour` paints the word "error"; it is left out where NO_COLOR is set. */
export function openTerminal(allowColour: boolean): Terminal {
  const colour = allowColour && Deno.stderr.isTerminal();
  let inputIsTaken = false;
  return {
    write: (output) => writeAll(Deno.stdout, "standard output", output),
    note: (line) => writeAll(Deno.stderr, "standard error", `${escapeText(line)}\n`),
    log: (lines) => writeAll(Deno.stderr, "standard error", escapeJson(lines)),
    error: (error) =>
      writeAll(Deno.stderr, "standard error", `${takeEraser()}${errorLines(error, colour)}`)
        .catch(() => {}),
    isInteractive: Deno.stdin.isTerminal() && Deno.stderr.isTerminal(),
    askSecret,
    askYesOrNo,
    columns: Deno.stdout.isTerminal() ? Deno.consoleSize().columns : null,
    readInput: () => {
      if (inputIsTaken) throw inputTakenTwice();
      inputIsTaken = true;
      return Deno.stdin.readable;
    },
    withProgress,
  };
}

async function writeAll(
  stream: { readonly write: (bytes: Uint8Array) => Promise<number> },
  name: string,
  output: string | Uint8Array,
): Promise<void> {
  let rest = typeof output === "string" ? new TextEncoder().encode(output) : output;
  try {
    while (rest.length > 0) rest = rest.subarray(await stream.write(rest));
  } catch (error) {
    throw toIoError(error, "write to", name);
  }
}

function errorLines({ message, hint }: CloacinaError, colour: boolean): string {
  const label = colour ? "\x1b[1;31merror:\x1b[0m" : "error:";
  const lines = [`${label} ${escapeText(message)}`];
  if (hint !== undefined) lines.push(`hint: ${escapeText(hint)}`);
  return `${lines.join("\n")}\n`;
}

function inputTakenTwice(): CloacinaError {
  return new CloacinaError("invalid_request", "Cannot read standard input: two arguments say -", {
    hint: "give one of the two as a file",
  });
}

async function askSecret(question: string): Promise<string> {
  const { PasswordPrompt } = await import("@clack/core");
  const { default: process } = await import("node:process");
  const prompt = new PasswordPrompt({
    mask: "*",
    input: process.stdin,
    output: process.stderr,
    render() {
      return this.state === "submit" || this.state === "cancel"
        ? `${question}: `
        : `${question}: ${this.masked}`;
    },
  });
  return await answerOf(prompt);
}

/** A whole line is read, so that what is pasted after the command does not answer. */
async function askYesOrNo(question: string): Promise<boolean> {
  const { TextPrompt } = await import("@clack/core");
  const { default: process } = await import("node:process");
  const prompt = new TextPrompt({
    input: process.stdin,
    output: process.stderr,
    render() {
      return `${escapeText(question)} [y/N] ${this.userInput}`;
    },
  });
  return /^y(es)?$/i.test((await answerOf(prompt)).trim());
}

async function answerOf(
  prompt: { readonly prompt: () => Promise<string | symbol | undefined> },
): Promise<string> {
  eraser = "\n\x1b[?25h";
  const answer = await prompt.prompt();
  eraser = "";
  if (typeof answer !== "symbol") return answer ?? "";
  throw new CloacinaError("interrupted", "Cannot go on: the prompt was cancelled");
}

async function withProgress<Result>(
  measure: () => Promise<number>,
  task: (onBytes: (count: number) => void) => Promise<Result>,
): Promise<Result> {
  if (!Deno.stderr.isTerminal()) return await task(() => {});
  const totalBytes = await measure();
  // How much standard input will bring, nobody knows.
  if (totalBytes === 0) return await task(() => {});
  const started = Date.now();
  let done = 0;
  const show = () => {
    if (Date.now() - started >= PROGRESS_DELAY_MS) drawBar(done / totalBytes);
  };
  const timer = setInterval(show, PROGRESS_INTERVAL_MS);
  try {
    return await task((count) => void (done += count));
  } finally {
    clearInterval(timer);
    Deno.stderr.writeSync(new TextEncoder().encode(takeEraser()));
  }
}

function drawBar(fraction: number): void {
  eraser = "\r\x1b[K";
  const share = Math.min(Math.max(fraction, 0), 1);
  const full = Math.round(share * PROGRESS_BAR_WIDTH);
  const bar = "#".repeat(full).padEnd(PROGRESS_BAR_WIDTH, "-");
  const percent = `${Math.floor(share * 100)}%`.padStart(4);
  Deno.stderr.writeSync(new TextEncoder().encode(`\r[${bar}]${percent}`));
}

function takeEraser(): string {
  const sequence = eraser;
  eraser = "";
  return sequence;
}
