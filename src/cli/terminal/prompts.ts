import { CloacinaError } from "../../errors.ts";
import { escapeText } from "./escape.ts";
import { createLineEditor, type Typed } from "./line_editor.ts";

/**
 * What becomes of what is typed. "shown": what the terminal does by itself. "hidden": nothing is shown, and nothing is kept
 * until Enter. "keys": as hidden, and every key comes as a character, also Ctrl-C and Ctrl-Z.
 */
export type Typing = "shown" | "hidden" | "keys";

/** The part of a terminal that prompts need. */
export interface PromptDevice {
  /** The next byte that was typed; null at the end of input. */
  readonly read: () => Promise<number | null>;
  readonly show: (text: string) => void;
  /** "shown" gives the terminal back as it was found. */
  readonly setTyping: (typing: Typing) => void;
}

/** The prompts of one process, one at a time. */
export interface Prompts {
  /** Nothing of the answer is shown. Throws `interrupted` at the end of input, `invalid_request` where it is not UTF-8. */
  readonly askSecret: (question: string) => Promise<string>;
  /** Only y and yes are a yes. Throws `interrupted` at the end of input. */
  readonly askYesOrNo: (question: string) => Promise<boolean>;
  /** From the first secret that the work asks for to its end nothing that is typed is shown. Such work may nest. */
  readonly withoutEcho: <Result>(work: () => Promise<Result>) => Promise<Result>;
  /** Restores the terminal and ends prompting, even during a question. */
  readonly close: () => void;
}

/** Asks at a device. What was typed before a question is its answer. */
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
    const editor = createLineEditor();
    while (true) {
      const byte = await device.read();
      // A key that interrupts the question does not answer it.
      if (isClosed) return await NEVER;
      const typed: Typed = byte === null ? "ended" : editor.type(byte);
      if (typed === "answered") return editor.take();
      if (typed === "ended") throw cancelled("the input ended at the question");
      if (typed === "interrupted") throw cancelled("interrupted");
    }
  };
  const ask = async (question: string, whileAsking: Typing): Promise<string> => {
    if (isClosed) return await NEVER;
    setTyping(whileAsking);
    device.show(`${escapeText(question)} `);
    isAsking = true;
    try {
      const answer = await readAnswer();
      // Where the terminal shows what is typed, it has shown Enter.
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

const NEVER = new Promise<never>(() => {});

function cancelled(state: string): CloacinaError {
  return new CloacinaError("interrupted", `Cannot read the answer: ${state}`);
}
