import assert from "node:assert/strict";
import { auditTrails } from "../../../src/cli/audit/audit_trails.ts";
import type { Terminal } from "../../../src/cli/terminal/terminal.ts";

Deno.test("a log whose place cannot be looked at is warned of by what is known", async () => {
  const told: string[] = [];
  const terminal = { tell: (text: string) => Promise.resolve(void told.push(text)) };
  const trails = auditTrails(terminal as Terminal, () => "alice", () => new Date());
  // The runtime looks at devices only for a process that may do anything.
  await assert.rejects(trails.requireAuditLog("/dev/null"), { code: "invalid_request" });
  assert.deepEqual(told, [
    'warning: Cannot rely on the audit log "/dev/null": this process was started without the permission',
  ]);
});
