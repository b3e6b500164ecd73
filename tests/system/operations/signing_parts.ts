import { openAuditLog } from "../../../src/files/audit_log.ts";
import type { LocalParts } from "../../../src/operations/parts.ts";
import type { Store } from "../../../src/store/store.ts";
import { localParts } from "../../operations/kit.ts";

/** What operations on a real store and a real audit log are made of; `actor` is who the log says did it. */
export function signingParts(store: Store, auditLog: string, actor: string): LocalParts {
  const log = openAuditLog(auditLog, () => new Date());
  return localParts(store, (events) => log.append(events, actor));
}
