import assert from "node:assert/strict";
import { auditRow } from "../../../src/cli/audit/audit_line_output.ts";
import type { AuditLine } from "../../../src/formats/audit/audit_line.ts";

/** The details of a line with these fields. */
function detailsOf(fields: Readonly<Record<string, unknown>>): string {
  const line = { timestamp: "2026-01-28T12:00:00.000Z", event_type: "x", actor: "alice" };
  return auditRow({ ...line, ...fields } as AuditLine).at(-1)!;
}

Deno.test("what was stated is among the details, as the log has it", () => {
  const stated = { claims: { name: "pkg" }, expires_at: null, predicate_type: "t" };
  assert.equal(
    detailsOf({ reason: "stored already, with another statement", stated }),
    'stored already, with another statement {"claims":{"name":"pkg"},"expires_at":null,"predicate_type":"t"}',
  );
});

Deno.test("a minimum version is among the details", () => {
  assert.equal(detailsOf({ package_name: "pkg", package_version: "1.2.0" }), "pkg 1.2.0");
});

Deno.test("what no version writes is left out", () => {
  for (const stated of [null, "a", 1, undefined]) assert.equal(detailsOf({ stated }), "");
});
