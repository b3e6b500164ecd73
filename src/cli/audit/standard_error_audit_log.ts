import type { AuditEvent } from "../../domain/audit_event.ts";
import { serializeAuditLine } from "../../formats/audit/audit_line.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** As `AuditLog` of `files/`, which only what opens files may import. */
interface StandardErrorAuditLog {
  readonly append: (events: readonly AuditEvent[], actor: string) => Promise<void>;
  readonly requireWritable: () => Promise<void>;
}

/**
 * An audit log on standard error, for log collectors. Its lines have no `previous`, as this process cannot read what
 * the previous one wrote.
 */
export function standardErrorAuditLog({ log }: Terminal, now: () => Date): StandardErrorAuditLog {
  return {
    append: async (events, actor) => {
      const frame = { timestamp: now(), actor, previous: null };
      await log(events.map((event) => `${serializeAuditLine(event, frame)}\n`).join(""));
    },
    // Whether anyone reads it cannot be known.
    requireWritable: () => Promise.resolve(),
  };
}
