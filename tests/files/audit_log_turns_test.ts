import assert from "node:assert/strict";
import { type AuditLog, openAuditLog } from "../../src/files/audit_log.ts";
import { verifyAuditLog } from "../../src/files/verify_audit_log.ts";
import { linesOf, withLog } from "./audit_log_kit.ts";

// A log stays open, and entries that wait at the same time are written together. Counted are the calls that reach the
// file, each made by the runtime as always.

const COUNTED = ["writeSync", "sync", "read", "tryLockSync"] as const;

type Counts = Record<typeof COUNTED[number], number>;

/** Calls `body`, and returns how often it called what a file has. */
async function countCalls(body: () => Promise<unknown>): Promise<Counts> {
  const counts = { writeSync: 0, sync: 0, read: 0, tryLockSync: 0 };
  // deno-lint-ignore no-explicit-any
  const prototype = Deno.FsFile.prototype as any;
  const real = COUNTED.map((name) => [name, prototype[name]] as const);
  for (const [name, method] of real) {
    prototype[name] = function (...given: unknown[]) {
      counts[name] += 1;
      return method.apply(this, given);
    };
  }
  try {
    await body();
    return counts;
  } finally {
    for (const [name, method] of real) prototype[name] = method;
  }
}

function add(log: AuditLog, name: string): Promise<void> {
  return log.append([{ type: "package.signed", name }], "alice");
}

async function namesIn(path: string): Promise<readonly string[]> {
  return (await linesOf(path)).map((line) => JSON.parse(line).key_name);
}

for (const count of [1, 16, 128]) {
  Deno.test(`${count} appends that wait together are one write and one sync, and open nothing`, async () => {
    await withLog(async (path) => {
      const log = openAuditLog(path, () => new Date());
      await add(log, "first");
      const names = Array.from({ length: count }, (_, number) => `name ${number}`);
      const calls = await countCalls(() => Promise.all(names.map((name) => add(log, name))));
      assert.deepEqual(calls, { writeSync: 1, sync: 1, read: 0, tryLockSync: 1 });
      assert.deepEqual(await namesIn(path), ["first", ...names]);
      assert.deepEqual((await verifyAuditLog([path])).faults, []);
    });
  });
}

Deno.test("appends that come while another process has the lock are part of the batch that waits for it", async () => {
  await withLog(async (path) => {
    const log = openAuditLog(path, () => new Date());
    await add(log, "first");
    using holder = await Deno.open(path);
    await holder.lock(true);
    const calls = await countCalls(async () => {
      const one = add(log, "one");
      // Long after the batch has begun to wait: each of these takes a turn of the event loop.
      for (let turn = 0; turn < 5; turn++) await Deno.stat(path);
      const others = ["two", "three"].map((name) => add(log, name));
      await holder.unlock();
      await Promise.all([one, ...others]);
    });
    assert.deepEqual([calls.writeSync, calls.sync], [1, 1]);
    assert.deepEqual(await namesIn(path), ["first", "one", "two", "three"]);
    assert.deepEqual((await verifyAuditLog([path])).faults, []);
  });
});

/** What others do to a log between two appends of one process, and the files of the chain then; `old` was moved away. */
const CHANGES: Readonly<
  Record<string, (path: string, old: string) => Promise<readonly string[]>>
> = {
  "another process wrote to": async (path) => {
    await add(openAuditLog(path, () => new Date()), "other");
    return [path];
  },
  "a crashed writer left half a line in": async (path) => {
    await Deno.writeTextFile(path, '{"timestamp":"2026', { append: true });
    return [path];
  },
  "was moved away": async (path, old) => {
    await Deno.rename(path, old);
    return [old, path];
  },
  "was moved away, and another process began anew": async (path, old) => {
    await Deno.rename(path, old);
    await add(openAuditLog(path, () => new Date()), "other");
    return [old, path];
  },
  "was copied and cut to nothing": async (path, old) => {
    await Deno.copyFile(path, old);
    await Deno.truncate(path);
    return [old, path];
  },
  "was replaced by a copy of it": async (path, old) => {
    await Deno.copyFile(path, old);
    await Deno.rename(old, path);
    return [path];
  },
};

for (const [what, change] of Object.entries(CHANGES)) {
  Deno.test(`a kept log that ${what} goes on as one chain, at its path`, async () => {
    await withLog(async (path) => {
      const log = openAuditLog(path, () => new Date());
      await add(log, "first");
      const files = await change(path, `${path}.1`);
      await add(log, "last");
      await add(log, "very last");
      const { faults, lines } = await verifyAuditLog(files);
      assert.deepEqual(faults, []);
      assert.ok(lines >= 3);
      const own = (await Deno.readTextFile(path)).trimEnd().split("\n").slice(-2);
      assert.deepEqual(own.map((line) => JSON.parse(line).key_name), ["last", "very last"]);
    });
  });
}

Deno.test("a kept log that became a link is not followed, and a removed one is made again", async () => {
  await withLog(async (path) => {
    const log = openAuditLog(path, () => new Date());
    await add(log, "first");
    await Deno.rename(path, `${path}.1`);
    await Deno.symlink(`${path}.1`, path);
    const before = await Deno.readTextFile(path);
    await assert.rejects(add(log, "through a link"), { code: "invalid_request" });
    assert.equal(await Deno.readTextFile(path), before);
    await Deno.remove(path);
    await add(log, "anew");
    assert.deepEqual(await namesIn(path), ["anew"]);
    assert.deepEqual((await verifyAuditLog([`${path}.1`, path])).faults, []);
  });
});
