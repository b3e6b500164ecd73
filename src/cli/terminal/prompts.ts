import { CloacinaError } from "../../errors.ts";
import { escapeText } from "../../formats/escape.ts";
import type { Typed } from "./line_editor.ts";
import { wrapMessage } from "./wrap_message.ts";
import { NEVER } from "./never.ts";

/**
 * The mode of the terminal. "shown": its default, with echo and line editing. "hidden": no echo and no line buffering.
 * "keys": as hidden, and Ctrl-C and Ctrl-Z are read as characters.
 */
export type Typing = "shown" | "hidden" | "keys";

/** What prompts need of a terminal. */
export interface PromptDevice {
  /** The next byte of input, or null at its end. */
  readonly read: () => Promise<number | null>;
  readonly show: (text: string) => void;
  /** How many cells a line has, null where that is not known. */
  readonly columns: () => number | null;
  /** "shown" restores the terminal. */
  readonly setTyping: (typing: Typing) => void;
}

/** Prompts, one at a time. */
export interface Prompts {
  /** Reads an answer without echo. Throws `interrupted` at the end of input, `invalid_request` if it is not UTF-8. */
  readonly askSecret: (question: string) => Promise<string>;
  /** True only for y and yes, in any case. Throws `interrupted` at the end of input. */
  readonly askYesOrNo: (question: string) => Promise<boolean>;
  /** Keeps echo off from the first secret that the work asks for until the work ends. Calls may nest. */
  readonly withoutEcho: <Result>(work: () => Promise<Result>) => Promise<Result>;
  /** Restores the terminal and stops prompting, even during a question. */
  readonly close: () => void;
}

/** Prompts on a device. Input typed before a question counts as its answer. */
export function createPrompts(device: PromptDevice): Prompts {
  let depth = 0;
  let typing: Typing = "shown";
  let isAsking = false;
  let isClosed = false;

  const setTyping = (next: Typing) => {
    if (next !== typing) device.setTyping(next);
    typing = next;
  };
  const endLine = () => {
    if (isAsking) device.show("\n");
    isAsking = false;
  };
  const withoutEcho: Prompts["withoutEcho"] = async (work) => {
    depth++;
    try {
      return await work();
    } finally {
      depth--;
      if (depth === 0) setTyping("shown");
    }
  };
  const readAnswer = async (): Promise<string> => {
    const { createLineEditor } = await import("./line_editor.ts");
    const editor = createLineEditor();
    while (true) {
      const byte = await device.read();
      // Input that arrives after `close` is not an answer.
      if (isClosed) return await NEVER;
      const typed: Typed = byte === null ? "ended" : editor.type(byte);
      if (typed === "answered") return editor.take();
      if (typed === "ended") throw cancelled("the input ended at the question");
      if (typed === "interrupted") throw cancelled("interrupted");
    }
  };
  const ask = async (question: string, whileAsking: Typing): Promise<string> => {
    const shown = await wrapMessage(escapeText(question), device.columns());
    if (isClosed) return await NEVER;
    setTyping(whileAsking);
    device.show(`${shown} `);
    isAsking = true;
    try {
      const answer = await readAnswer();
      // With echo on, the terminal has already moved to the next line.
      isAsking = typing !== "shown";
      return answer;
    } finally {
      endLine();
      if (typing === "keys") setTyping("hidden");
    }
  };
  return {
    askSecret: (question) => withoutEcho(() => ask(`${question}:`, "keys")),
    askYesOrNo: async (question) => {
      const answer = await ask(`${question} [y/N]`, typing);
      return /^y(es)?$/i.test(answer.trim());
    },
    withoutEcho,
    close: () => {
      isClosed = true;
      endLine();
      setTyping("shown");
    },
  };
}

function cancelled(state: string): CloacinaError {
  return new CloacinaError("interrupted", `Cannot read the answer: ${state}`);
}
