import { type ExpectedStream, OPEN_END } from "./transcript_compare.ts";
import { type LinePattern, parsePattern } from "./transcript_pattern.ts";
import { TOOL_KINDS, type ToolKind } from "./tool.ts";

/** A transcript as read; transcript.ts describes the format. */
export interface Transcript {
  /** What a failure calls it: its file's name. */
  readonly name: string;
  /** Programs that must be installed, whatever else is: the whole of it makes no sense without them. */
  readonly needs: readonly string[];
  /** The builds of the tool that it is about. */
  readonly only: readonly ToolKind[];
  readonly steps: readonly Step[];
  /** Relative name to content. */
  readonly files: ReadonlyMap<string, string>;
}

/** One command, and everything that it must print and return. */
export interface Step {
  readonly line: number;
  /** Programs that must be installed for this command alone. */
  readonly needs: readonly string[];
  readonly command: string;
  readonly stdout: ExpectedStream;
  readonly stderr: ExpectedStream;
  readonly code: number;
}

interface Draft {
  readonly line: number;
  readonly needs: readonly string[];
  command: string;
  readonly stdout: DraftStream;
  readonly stderr: DraftStream;
  code: number | undefined;
}

interface DraftStream {
  readonly lines: LinePattern[];
  open: boolean;
}

interface State {
  needs: readonly string[] | undefined;
  only: readonly ToolKind[] | undefined;
  /** What the next command needs. */
  nextNeeds: readonly string[] | undefined;
  readonly steps: Draft[];
}

const FILE_MARK = /^-- (.+) --$/;

/** Reads a transcript. Throws an error that begins with `name:line:` on anything it does not know. */
export function parseTranscript(name: string, text: string): Transcript {
  if (!text.endsWith("\n")) throw new Error(`${name}: the last line has no newline`);
  const lines = text.slice(0, -1).split("\n");
  const mark = lines.findIndex((line) => FILE_MARK.test(line));
  const end = mark === -1 ? lines.length : mark;
  const state: State = {
    needs: undefined,
    only: undefined,
    nextNeeds: undefined,
    steps: [],
  };
  for (let index = 0; index < end; index++) {
    locate(`${name}:${index + 1}`, () => readLine(state, lines[index]!, index + 1));
  }
  if (state.steps.length === 0) throw new Error(`${name}: no command`);
  if (state.nextNeeds !== undefined) throw new Error(`${name}: no command below the last needs`);
  return {
    name,
    needs: state.needs ?? [],
    only: state.only ?? TOOL_KINDS,
    steps: state.steps.map((step) => ({ ...step, code: step.code ?? 0 })),
    files: locate(`${name}:${end + 1}`, () => readFiles(lines.slice(end))),
  };
}

function readLine(state: State, line: string, number: number): void {
  const step = state.steps.at(-1);
  if (step?.command.endsWith("\\")) {
    step.command += `\n${line}`;
  } else if (line.startsWith("$ ")) {
    state.steps.push(draft(number, line.slice(2), state.nextNeeds ?? []));
    state.nextNeeds = undefined;
  } else if (step === undefined) {
    readHeader(state, line);
  } else if (line.startsWith("needs: ")) {
    state.nextNeeds = once(state.nextNeeds, line.slice("needs: ".length).split(/\s+/));
  } else {
    readExpected(step, line);
  }
}

function readHeader(state: State, line: string): void {
  const [, header, value = ""] = /^(needs|only): (.+)$/.exec(line) ?? [];
  const words = value.split(/\s+/);
  if (header === "needs") state.needs = once(state.needs, words);
  else if (header === "only") state.only = once(state.only, words.map(toolKind));
  else if (line !== "" && !line.startsWith("#")) {
    throw new Error("neither a comment, nor `needs: …`, nor `only: …`, nor `$ command`");
  }
}

function readExpected(step: Draft, line: string): void {
  const [, sign, text = ""] = /^([>!?])(?: (.*))?$/.exec(line) ?? [];
  if (sign === ">") addLine(step.stdout, text);
  else if (sign === "!") addLine(step.stderr, text);
  else if (sign === "?") step.code = once(step.code, exitCode(text));
  else if (line !== "" && !line.startsWith("#")) {
    throw new Error("neither a comment nor a line that starts with `$ `, `> `, `! ` or `? `");
  }
}

function addLine(stream: DraftStream, text: string): void {
  if (/\s$/.test(text)) throw new Error("white space at the end of the line: write <0x20>");
  if (stream.open) throw new Error(`a line after the ${OPEN_END} of the same stream`);
  if (text === OPEN_END) stream.open = true;
  else stream.lines.push(parsePattern(text));
}

function readFiles(lines: readonly string[]): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  let name = "";
  for (const line of lines) {
    const marked = FILE_MARK.exec(line)?.[1];
    if (marked === undefined) {
      files.set(name, `${files.get(name)}${line}\n`);
    } else {
      name = fileName(marked, files);
      files.set(name, "");
    }
  }
  return files;
}

function draft(line: number, command: string, needs: readonly string[]): Draft {
  const stream = (): DraftStream => ({ lines: [], open: false });
  return { line, command, needs, stdout: stream(), stderr: stream(), code: undefined };
}

function once<T>(before: T | undefined, value: T): T {
  if (before !== undefined) throw new Error("given twice");
  return value;
}

function exitCode(text: string): number {
  if (!/^[0-9]{1,3}$/.test(text)) throw new Error("an exit code is a number");
  return Number(text);
}

function toolKind(word: string): ToolKind {
  const kind = TOOL_KINDS.find((known) => known === word);
  if (kind === undefined) throw new Error(`only: knows ${TOOL_KINDS.join(", ")}, not ${word}`);
  return kind;
}

function fileName(name: string, files: ReadonlyMap<string, string>): string {
  const words = name.split("/");
  if (words.some((word) => ["", ".", ".."].includes(word))) {
    throw new Error(`not a file under the working directory: ${name}`);
  }
  if (files.has(name)) throw new Error(`two files are named ${name}`);
  return name;
}

function locate<T>(place: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw new Error(`${place}: ${error instanceof Error ? error.message : error}`, {
      cause: error,
    });
  }
}
