import { configureSync, getLogger, jsonLinesFormatter, type Logger } from "@logtape/logtape";
import { logLine } from "./log_line.ts";

/** How a server logs: in lines for people or in JSON lines for programs, and from which level on. */
export interface LogForm {
  readonly format: "text" | "json";
  readonly level: "debug" | "info" | "warning" | "error";
}

/** The log of a server. */
interface ServerLog {
  readonly log: Logger;
  /** Waits until every line is written. */
  readonly flush: () => Promise<void>;
}

/** Lines that are kept while nobody reads the log; further ones are dropped, and a later line says how many. */
const MAX_WAITING = 10_000;

/** How long lines are gathered after each write, in milliseconds: under load, a write has those of many requests. */
const GATHER_MS = 20;

const CATEGORY = ["cloacina", "http"];

/** A log that writes lines, in order, through a function that may be slow: no request waits for it. */
export function openServerLog(
  { format, level }: LogForm,
  write: (lines: string) => Promise<void>,
): ServerLog {
  const toLine = format === "json" ? jsonLinesFormatter : logLine;
  const log = getLogger(CATEGORY);
  const { add, flush } = lineQueue(write, (count) => log.warn("log lines dropped", { count }));
  const sinks: ["lines"] = ["lines"];
  configureSync({
    reset: true,
    sinks: { lines: (record) => add(toLine(record)) },
    loggers: [
      { category: CATEGORY, sinks, lowestLevel: level },
      // What the library has to say of itself, which it would print by its own means.
      { category: ["logtape", "meta"], sinks, lowestLevel: "warning" },
    ],
  });
  return { log, flush };
}

function lineQueue(
  write: (lines: string) => Promise<void>,
  tellOfDropped: (count: number) => void,
) {
  let waiting: string[] = [];
  let dropped = 0;
  let writing: Promise<void> | undefined;
  const writeAll = async () => {
    while (waiting.length > 0) {
      const lines = waiting.join("");
      const count = dropped;
      [waiting, dropped] = [[], 0];
      if (count > 0) tellOfDropped(count);
      // A log that cannot be written is no reason to stop serving, and there is nobody else to tell.
      await write(lines).catch(() => {});
      await new Promise((resolve) => setTimeout(resolve, GATHER_MS));
    }
    writing = undefined;
  };
  return {
    add: (line: string) => {
      if (waiting.length === MAX_WAITING) {
        dropped += 1;
        return;
      }
      waiting.push(line);
      writing ??= writeAll();
    },
    flush: async () => await writing,
  };
}
