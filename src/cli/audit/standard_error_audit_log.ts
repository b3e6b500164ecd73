import type { AuditEvent } from "../../domain/audit_event.ts";
import { serializeAuditLine } from "../../formats/audit/audit_line.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** What an audit log on standard error has in common with one in a file. */
interface StandardErrorAuditLog {
  readonly append: (events: readonly AuditEvent[], actor: string) => Promise<void>;
  readonly requireWritable: () => Promise<void>;
}

/**
 * An audit log on standard error, for whoever collects that: its lines have no `previous`, since nobody here can read
 * what the process before has written.
 */
export function standardErrorAuditLog({ log }: Terminal, now: () => Date): StandardErrorAuditLog {
  return {
    append: async (events, actor) => {
      const frame = { timestamp: now(), actor, previous: null };
      await log(events.map((event) => `${serializeAuditLine(event, frame)}\n`).join(""));
    },
    // Whether it is read, nobody here can tell.
    requireWritable: () => Promise.resolve(),
  };
}
