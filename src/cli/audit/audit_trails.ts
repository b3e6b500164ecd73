import type { AuditLog } from "../../files/audit_log.ts";
import { requireTrustedPlace } from "../../files/trusted_place.ts";
import { auditLogFault } from "./audit_trail.ts";
import type { CliContext } from "../context.ts";
import { STANDARD_STREAM } from "../terminal/standard_streams.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** Opens each log once, whoever the actor: writers within a process queue on that one instance. */
export function auditTrails(
  terminal: Terminal,
  user: () => string,
  now: () => Date,
): Pick<CliContext, "auditTrail" | "requireAuditLog"> {
  const logs = new Map<string, Promise<AuditLog>>();
  const logAt = async (path: string) => {
    const log = logs.get(path) ?? openLog(terminal, path, now);
    logs.set(path, log);
    return await log;
  };
  return {
    auditTrail: (path, given) => {
      if (path === null) return () => Promise.resolve();
      const actor = given ?? user();
      return async (events) => await (await logAt(path)).append(events, actor);
    },
    requireAuditLog: async (path) => {
      if (path !== null) await (await logAt(path)).requireWritable();
    },
  };
}

async function openLog(terminal: Terminal, path: string, now: () => Date): Promise<AuditLog> {
  if (path === STANDARD_STREAM) {
    const { standardErrorAuditLog } = await import("./standard_error_audit_log.ts");
    return standardErrorAuditLog(terminal, now);
  }
  const fault = auditLogFault(requireTrustedPlace, path);
  if (fault !== null) {
    const { message, hint } = fault;
    await terminal.tell(`warning: ${hint === undefined ? message : `${message}; ${hint}`}`);
  }
  return (await import("../../files/audit_log.ts")).openAuditLog(path, now);
}
