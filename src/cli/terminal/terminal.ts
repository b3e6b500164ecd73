// This file owns standard input, output and error. Standard output carries the result and nothing else; notes,
// prompts and progress go to standard error. Prompts and progress appear only where a person sits at a terminal, whose
// Ctrl-C is heard here, too.
import { errorDocument } from "../../contract/error_document.ts";
import { CloacinaError } from "../../errors.ts";
import { toIoError } from "../../files/io_error.ts";
import { escapeJson, escapeText, toSafeJson } from "./escape.ts";
import { createPrompts, type PromptDevice, type Prompts, type Typing } from "./prompts.ts";

/** The standard streams of the process, and its prompts. */
export interface Terminal extends Prompts {
  /** Bytes for standard output, all of them or `io_failed`. */
  readonly write: (output: string | Uint8Array) => Promise<void>;
  /** One line for standard error; it is escaped here. */
  readonly note: (line: string) => Promise<void>;
  /** Lines of JSON for standard error; they are escaped here. */
  readonly log: (lines: string) => Promise<void>;
  /** An error and its hint for standard error, escaped here. If it cannot be written, the exit code still tells. */
  readonly error: (error: CloacinaError) => Promise<void>;
  /**
   * Tells what ended the command: as JSON on standard output where nothing of a result has gone there, else as lines on
   * standard error. What the command would still print goes nowhere. After `interrupted` nobody is waited for.
   */
  readonly lastWord: (error: CloacinaError, asJson: boolean) => Promise<void>;
  /** Why prompting is not possible; null if it is. */
  readonly unasked: string | null;
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

/** How long a task runs before its progress is shown. */
const PROGRESS_DELAY_MS = 1000;
const PROGRESS_INTERVAL_MS = 100;
const PROGRESS_BAR_WIDTH = 30;

/** How long an interrupted process waits for its output to be read. */
const LAST_WORD_MS = 500;

/** What takes a bar off the screen, where one stands there: an interrupted task cannot do it itself. */
let eraser = "";

/** How a terminal is to behave. */
export interface TerminalOptions {
  /** Whether the word "error" may be coloured. */
  readonly colour: boolean;
  /** Why prompting is forbidden; null if it is not. */
  readonly unasked: string | null;
  /** Called for the signals that end a question: it must not leave the terminal without echo. */
  readonly interrupt: () => void;
}

/** The terminal of this process. */
export function openTerminal({ colour, unasked, interrupt }: TerminalOptions): Terminal {
  const isColoured = colour && Deno.stderr.isTerminal();
  const isAttended = Deno.stdin.isTerminal() && Deno.stderr.isTerminal();
  let inputIsTaken = false;
  let isOver = false;
  let hasOutput = false;
  const unlessOver = async <Result>(print: () => Promise<Result>): Promise<Result> =>
    isOver ? await NEVER : await print();
  const tellError = (error: CloacinaError) =>
    writeAll(Deno.stderr, "standard error", `${takeEraser()}${errorLines(error, isColoured)}`)
      .catch(() => {});
  const writeOutput = async (output: string | Uint8Array) => {
    // From here on some of it may have been read, also where it is not written to its end.
    hasOutput ||= output.length > 0;
    await writeAll(Deno.stdout, "standard output", output);
  };
  const tellLast = async (error: CloacinaError, asJson: boolean) => {
    if (asJson && !hasOutput) await writeOutput(toSafeJson(errorDocument(error))).catch(() => {});
    await tellError(error);
  };
  return {
    ...createPrompts(promptDevice(interrupt)),
    write: (output) => unlessOver(() => writeOutput(output)),
    note: (line) =>
      unlessOver(() => writeAll(Deno.stderr, "standard error", `${escapeText(line)}\n`)),
    log: (lines) => unlessOver(() => writeAll(Deno.stderr, "standard error", escapeJson(lines))),
    error: (error) => unlessOver(() => tellError(error)),
    lastWord: async (error, asJson) => {
      isOver = true;
      const telling = tellLast(error, asJson);
      await (error.code === "interrupted" ? Promise.race([telling, wait(LAST_WORD_MS)]) : telling);
    },
    unasked: isAttended ? unasked : "there is no terminal to ask on",
    columns: Deno.stdout.isTerminal() ? Deno.consoleSize().columns : null,
    readInput: () => {
      if (inputIsTaken) throw inputTakenTwice();
      inputIsTaken = true;
      return Deno.stdin.readable;
    },
    withProgress,
  };
}

/** A signal that is aborted by Ctrl-C, by SIGTERM, or by `interrupt`. */
export function listenForInterrupt(): {
  readonly signal: AbortSignal;
  readonly interrupt: () => void;
} {
  const controller = new AbortController();
  const names: Deno.Signal[] = Deno.build.os === "windows" ? ["SIGINT"] : ["SIGINT", "SIGTERM"];
  const interrupt = () => {
    // Only once: a second Ctrl-C ends the process at once.
    for (const name of names) Deno.removeSignalListener(name, interrupt);
    controller.abort(new CloacinaError("interrupted", "Cannot finish the command: interrupted"));
  };
  for (const name of names) Deno.addSignalListener(name, interrupt);
  return { signal: controller.signal, interrupt };
}

const NEVER = new Promise<never>(() => {});

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
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
  return new CloacinaError("invalid_request", "Cannot read standard input: two arguments are -", {
    hint: "give one of the two as a file",
  });
}

/**
 * By default they would end a process that has taken the echo away, and not give it back. SIGINT and SIGTERM are heard
 * all the time, and SIGUSR1 is main.ts's. For SIGKILL, SIGSEGV, SIGILL, SIGFPE and the real-time signals Deno lets nobody
 * listen.
 */
const ENDING: readonly Deno.Signal[] = [
  ...["SIGABRT", "SIGALRM", "SIGBUS", "SIGHUP", "SIGPROF", "SIGQUIT", "SIGSYS"] as const,
  ...["SIGTRAP", "SIGUSR2", "SIGVTALRM", "SIGXCPU", "SIGXFSZ"] as const,
  ...(Deno.build.os === "darwin" ? ["SIGEMT"] as const : ["SIGIO", "SIGPWR", "SIGSTKFLT"] as const),
];

/** The terminal at standard input and standard error. `interrupt` is called where a signal would end the process. */
function promptDevice(interrupt: () => void): PromptDevice {
  let typing: Typing = "shown";
  // After a stop from outside, the shell has reset the terminal.
  const hideAgain = () => {
    try {
      setTerminal(typing);
    } catch {
      interrupt();
    }
  };
  const listeners: readonly (readonly [Deno.Signal, () => void])[] = [
    ...ENDING.map((name) => [name, interrupt] as const),
    ["SIGTSTP", () => {}],
    ["SIGCONT", hideAgain],
  ];
  const signals = Deno.build.os === "windows" ? [] : listeners;
  return {
    read: async () => {
      // One at a time: what is typed after the answer is not ours.
      const byte = new Uint8Array(1);
      return await Deno.stdin.read(byte).catch(() => null) === 1 ? byte[0]! : null;
    },
    show: (text) => {
      try {
        Deno.stderr.writeSync(new TextEncoder().encode(text));
      } catch {
        // The terminal is gone, and so the input has ended.
      }
    },
    setTyping: (next) => {
      if (typing === "shown") {
        for (const [name, listener] of signals) Deno.addSignalListener(name, listener);
      }
      typing = next;
      if (next !== "shown") return setTerminal(next);
      giveBack();
      for (const [name, listener] of signals) Deno.removeSignalListener(name, listener);
    },
  };
}

function giveBack(): void {
  try {
    setTerminal("shown");
  } catch {
    // The terminal is gone.
  }
}

/** Windows has no mode in which Ctrl-C still is a signal. */
function setTerminal(typing: Typing): void {
  const cbreak = typing === "hidden" && Deno.build.os !== "windows";
  Deno.stdin.setRaw(typing !== "shown", { cbreak });
}

async function withProgress<Result>(
  measure: () => Promise<number>,
  task: (onBytes: (count: number) => void) => Promise<Result>,
): Promise<Result> {
  if (!Deno.stderr.isTerminal()) return await task(() => {});
  const totalBytes = await measure();
  // The size of standard input is unknown.
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
