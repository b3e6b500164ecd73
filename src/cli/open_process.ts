import { readEnv } from "./read_env.ts";
import { createInterruption, type Interruption } from "./terminal/interruption.ts";
import { openTerminal, type Terminal, type TerminalOptions } from "./terminal/terminal.ts";
import { listenForInterrupt } from "./terminal/terminal_interrupt.ts";

/** The terminal of this process, and how Ctrl-C ends it. */
interface OpenProcess {
  readonly terminal: Terminal;
  readonly interruption: Interruption;
}

/** Opens the terminal, and listens for Ctrl-C and SIGTERM from then on. */
export function openProcess(
  options: Pick<TerminalOptions, "verbosity" | "unasked">,
): OpenProcess {
  const { signal, interrupt } = listenForInterrupt();
  const terminal = openTerminal({
    ...options,
    colour: !readEnv("NO_COLOR"),
    escapes: readEnv("TERM") !== "dumb",
    interrupt,
  });
  // At once: the next Ctrl-C ends the process, and the echo must be back by then.
  signal.addEventListener("abort", terminal.close);
  return { terminal, interruption: createInterruption(signal) };
}
