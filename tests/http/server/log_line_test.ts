import assert from "node:assert/strict";
import type { LogRecord } from "@logtape/logtape";
import { logLine } from "../../../src/http/server/log_line.ts";

function line(rawMessage: string, properties: Record<string, unknown>): string {
  const record: LogRecord = {
    category: ["cloacina", "http"],
    level: "info",
    timestamp: Date.UTC(2026, 0, 28, 12, 3, 4, 567),
    message: [rawMessage],
    rawMessage,
    properties,
  };
  return logLine(record);
}

Deno.test("a request is a line with what people look for, without the ID and without what is not known", () => {
  const properties = {
    request_id: "a1b2",
    method: "POST",
    route: "/v1/signing-keys",
    status: 409,
    code: "duplicate_name",
    reason: undefined,
    milliseconds: 3.1,
    address: "127.0.0.1",
    token_id: "7f3f6a52",
  };
  assert.equal(
    line("request", properties),
    "12:03:04Z info    POST /v1/signing-keys 409 duplicate_name 3.1ms address=127.0.0.1 token_id=7f3f6a52\n",
  );
});

Deno.test("any other line has its fields by name", () => {
  assert.equal(line("stopping", {}), "12:03:04Z info    stopping\n");
  assert.equal(
    line("log lines dropped", { count: 7 }),
    "12:03:04Z info    log lines dropped count=7\n",
  );
});

Deno.test("a value cannot begin a line, move the cursor or look like another field", () => {
  assert.equal(
    line("exhausted", { reason: "a\n12:00:00Z info \x1b[2J b=c" }),
    '12:03:04Z info    exhausted reason="a\\n12:00:00Z info \\u001b[2J b=c"\n',
  );
});
