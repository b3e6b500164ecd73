import type { Clock } from "../../operations/parts.ts";
import { escapeJson } from "../../formats/escape.ts";
import type { MessageForm } from "./message_lines.ts";

/** What a message begins with that is more than information, and its level in a log. */
const LEVELS = { "warning: ": "WARN", "note: ": "INFO" } as const;

/** Messages and errors as the lines of JSON that the log of a server is made of, for programs that read nothing else. */
export function jsonMessages(now: Clock): MessageForm {
  const toLine = (level: string, message: string, properties: object) => {
    const record = { "@timestamp": now(), level, message, logger: "cloacina", properties };
    return Promise.resolve(`${escapeJson(JSON.stringify(record))}\n`);
  };
  return {
    message: (text) => {
      for (const [prefix, level] of Object.entries(LEVELS)) {
        if (text.startsWith(prefix)) return toLine(level, text.slice(prefix.length), {});
      }
      return toLine("INFO", text, {});
    },
    error: ({ message, code, hint }) => toLine("ERROR", message, { code, hint }),
  };
}
