import assert from "node:assert/strict";
import { openServerLog } from "../../../src/http/server/server_log.ts";

const JSON_LOG = { format: "json", level: "info" } as const;

/** A reader that reads only when it is let. */
function slowReader() {
  const read: string[] = [];
  const gate = Promise.withResolvers<void>();
  return {
    read,
    write: async (lines: string) => {
      await gate.promise;
      read.push(lines);
    },
    open: () => gate.resolve(),
  };
}

function messagesOf(read: readonly string[]): readonly unknown[] {
  return read.join("").trimEnd().split("\n").map((line) => JSON.parse(line).properties.n);
}

Deno.test("each message is a line of JSON with its level, its logger and its properties", async () => {
  const read: string[] = [];
  const { log, flush } = openServerLog(JSON_LOG, (lines) => {
    read.push(lines);
    return Promise.resolve();
  });
  log.warn("request", { status: 200, code: undefined, text: "a\n{b}" });
  log.debug("nobody asked for this");
  await flush();
  const { "@timestamp": time, ...others } = JSON.parse(read.join(""));
  assert.match(time, /^\d{4}-\d\d-\d\dT.*Z$/);
  assert.deepEqual(others, {
    level: "WARN",
    message: "request",
    logger: "cloacina.http",
    properties: { status: 200, text: "a\n{b}" },
  });
  assert.match(read.join(""), /^[^\n]+\n$/);
});

Deno.test("lines keep their order while the reader is slow, and nobody who logs waits for it", async () => {
  const reader = slowReader();
  const { log, flush } = openServerLog(JSON_LOG, reader.write);
  for (let n = 0; n < 1000; n++) log.info("m", { n });
  assert.deepEqual(reader.read, []);
  reader.open();
  await flush();
  assert.deepEqual(messagesOf(reader.read), Array.from({ length: 1000 }, (_, n) => n));
});

Deno.test("lines that come one by one while others are written are one write", async () => {
  const read: string[] = [];
  const { log, flush } = openServerLog(JSON_LOG, (lines) => {
    read.push(lines);
    return Promise.resolve();
  });
  for (let n = 0; n < 100; n++) {
    log.info("m", { n });
    await Promise.resolve();
  }
  await flush();
  assert.equal(read.length, 2);
  assert.deepEqual(messagesOf(read), Array.from({ length: 100 }, (_, n) => n));
});

Deno.test("what a reader who never reads would pile up is dropped, and told once he reads", async () => {
  const reader = slowReader();
  const { log, flush } = openServerLog(JSON_LOG, reader.write);
  for (let n = 0; n < 10_011; n++) log.info("m", { n });
  reader.open();
  await flush();
  const lines = reader.read.join("").trimEnd().split("\n").map((line) => JSON.parse(line));
  const last = lines.pop();
  assert.equal(lines.length, 10_001);
  assert.deepEqual([last.message, last.properties], ["log lines dropped", { count: 10 }]);
});

Deno.test("a log that cannot be written stops nobody", async () => {
  const { log, flush } = openServerLog(JSON_LOG, () => Promise.reject(new Error("disk full")));
  log.info("m", { n: 1 });
  log.info("m", { n: 2 });
  await flush();
});
