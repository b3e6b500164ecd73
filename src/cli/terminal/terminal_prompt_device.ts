import type { PromptDevice, Typing } from "./prompts.ts";

/**
 * Signals that by default kill the process and would leave the terminal without echo. SIGINT and SIGTERM are always
 * handled, and main.ts handles SIGUSR1. Deno cannot handle SIGKILL, SIGSEGV, SIGILL, SIGFPE or the real-time signals.
 */
const ENDING: readonly Deno.Signal[] = [
  ...["SIGABRT", "SIGALRM", "SIGBUS", "SIGHUP", "SIGPROF", "SIGQUIT", "SIGSYS"] as const,
  ...["SIGTRAP", "SIGUSR2", "SIGVTALRM", "SIGXCPU", "SIGXFSZ"] as const,
  ...(Deno.build.os === "darwin" ? ["SIGEMT"] as const : ["SIGIO", "SIGPWR", "SIGSTKFLT"] as const),
];

/**
 * Prompts on standard error and reads from standard input. `interrupt` is called on a signal that would kill the
 * process.
 */
export function promptDevice(
  interrupt: () => void,
  columns: PromptDevice["columns"],
): PromptDevice {
  let typing: Typing = "shown";
  // After the process was stopped, the shell has reset the terminal.
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
      // Byte by byte: input after the answer belongs to the next reader.
      const byte = new Uint8Array(1);
      return await Deno.stdin.read(byte).catch(() => null) === 1 ? byte[0]! : null;
    },
    show: (text) => {
      try {
        Deno.stderr.writeSync(new TextEncoder().encode(text));
      } catch {
        // The terminal is gone; reading will report the end of input.
      }
    },
    columns,
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

function setTerminal(typing: Typing): void {
  // Windows has no raw mode in which Ctrl-C still raises a signal.
  const cbreak = typing === "hidden" && Deno.build.os !== "windows";
  Deno.stdin.setRaw(typing !== "shown", { cbreak });
}
