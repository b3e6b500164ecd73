import assert from "node:assert/strict";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { describeAuditFault } from "../../src/domain/audit_chain.ts";
import { openAuditLog } from "../../src/files/audit_log.ts";
import { lockAuditLog } from "../../src/files/audit_log_lock.ts";
import { closeAuditLogs, openAuditLogs } from "../../src/files/open_audit_logs.ts";
import { readAuditLog } from "../../src/files/read_audit_log.ts";
import { verifyAuditLog } from "../../src/files/verify_audit_log.ts";
import { NO_PREVIOUS_LINE } from "../../src/formats/audit/audit_line.ts";
import { appendLines, hashOf, linesOf, whileItWaits, withLog } from "./audit_log_kit.ts";

const WRITER = fileURLToPath(new URL("./audit_writer.ts", import.meta.url));

async function filesOf(path: string): Promise<readonly string[]> {
  const logs = await openAuditLogs(path, "read the audit log");
  closeAuditLogs(logs);
  return logs.map(({ path }) => path);
}

function previousOf(line: string | undefined): string {
  return JSON.parse(line!).previous;
}

/** Three files of two lines each, rotated as logrotate numbers them. */
async function rotateTwice(path: string): Promise<void> {
  await appendLines(path, "1", "2");
  await Deno.rename(path, `${path}.1`);
  await appendLines(path, "3", "4");
  await Deno.rename(`${path}.1`, `${path}.2`);
  await Deno.rename(path, `${path}.1`);
  await appendLines(path, "5", "6");
}

Deno.test("a log that is moved away is gone on with in a new one, whatever it is then called", async () => {
  for (const suffix of [".1", "-20260128", ".2026-01-28T12:00", ".old"]) {
    await withLog(async (path) => {
      const log = openAuditLog(path, () => new Date());
      await log.append([{ type: "package.signed" }], "alice");
      await Deno.rename(path, path + suffix);
      await log.append([{ type: "package.signed" }], "alice");
      const [last] = await linesOf(path + suffix);
      assert.equal(previousOf((await linesOf(path))[0]), hashOf(last!));
      assert.deepEqual(await filesOf(path), [path + suffix, path]);
    });
  }
});

Deno.test("so is one into an empty file, which logrotate makes, or behind half a line", async () => {
  for (const content of ["", '{"timestamp":"2026']) {
    await withLog(async (path) => {
      const [line] = await appendLines(path, "1");
      await Deno.rename(path, `${path}.1`);
      await Deno.writeTextFile(path, content);
      assert.equal(previousOf((await appendLines(path, "2")).at(-1)), hashOf(line!));
      const { faults, lines } = await verifyAuditLog([`${path}.1`, path]);
      assert.deepEqual([faults, lines], [[], 2]);
    });
  }
});

Deno.test("files of one chain verify in one call, oldest first, and are found by themselves", async () => {
  await withLog(async (path) => {
    await rotateTwice(path);
    const files = [`${path}.2`, `${path}.1`, path];
    assert.deepEqual(await filesOf(path), files);
    const report = await verifyAuditLog(files);
    assert.deepEqual([report.lines, report.faults, report.start], [6, [], NO_PREVIOUS_LINE]);
    assert.equal(report.head, hashOf((await linesOf(path)).at(-1)!));
  });
});

Deno.test("a log without a line goes on with the newest that was moved away, whose edited line is found", async () => {
  for (const content of ["", '{"timestamp":"2026', '{"timestamp":"2026\n']) {
    await withLog(async (path) => {
      await rotateTwice(path);
      await Deno.rename(path, `${path}.0`);
      await Deno.writeTextFile(path, content);
      const files = [`${path}.2`, `${path}.1`, `${path}.0`, path];
      assert.deepEqual(await filesOf(path), files);
      assert.deepEqual((await verifyAuditLog(files)).faults, []);
      for (const [edited, file] of [[0, 0], [2, 2]] as const) {
        const text = await Deno.readTextFile(files[edited]!);
        await Deno.writeTextFile(files[edited]!, text.replace("alice", "mallory"));
        const { faults } = await verifyAuditLog(await filesOf(path));
        assert.deepEqual(faults.map(({ place }) => place), [{ file: files[file], line: 2 }]);
        await Deno.writeTextFile(files[edited]!, text);
      }
    });
  }
});

Deno.test("files in another order, left out or named twice are faults", async () => {
  await withLog(async (path) => {
    await rotateTwice(path);
    const [two, one, now] = [`${path}.2`, `${path}.1`, path];
    for (const files of [[now, one, two], [two, now], [two, one, one, now], [one, now], [now]]) {
      assert.notDeepEqual((await verifyAuditLog(files)).faults, [], files.join());
    }
    const { faults, ...report } = await verifyAuditLog([two, now]);
    assert.deepEqual(faults.map((fault) => describeAuditFault(fault, report)), [
      `line 2 of "${two}" was edited, or lines between it and line 1 of "${now}" were removed`,
    ]);
  });
});

Deno.test("a file that begins a chain of its own does not go on with the one before", async () => {
  await withLog(async (path) => {
    await appendLines(`${path}.1`, "1", "2");
    await appendLines(`${path}/elsewhere`.replace("audit.log/", ""), "3");
    const other = path.replace("audit.log", "elsewhere");
    const { faults, ...report } = await verifyAuditLog([`${path}.1`, other]);
    assert.deepEqual(faults.map((fault) => describeAuditFault(fault, report)), [
      `line 1 of "${other}" starts a new chain after line 2 of "${path}.1"`,
    ]);
  });
});

Deno.test("the newest is gone on with, by what the logs say: copies and other files beside it are none", async () => {
  await withLog(async (path) => {
    await rotateTwice(path);
    // Made later than the log that is rotated now, and older by what they say.
    await Deno.rename(path, `${path}.0`);
    await Deno.copyFile(`${path}.2`, `${path}.copy`);
    await Deno.writeTextFile(`${path}.seal`, '{\n  "version": 1\n}\n');
    await Deno.writeTextFile(`${path}.gz`, "\x1f\x8b");
    await Deno.mkdir(`${path}.d`);
    await Deno.symlink(`${path}.2`, `${path}.link`);
    await new Deno.Command("mkfifo", { args: [`${path}.fifo`] }).output();
    const last = (await linesOf(`${path}.0`)).at(-1)!;
    assert.equal(previousOf((await appendLines(path, "7"))[0]), hashOf(last));
    assert.deepEqual((await filesOf(path)).slice(-2), [`${path}.0`, path]);
  });
});

Deno.test("a clock that was set back does not make an older log the newest", async () => {
  await withLog(async (path) => {
    for (const [hour, suffix] of [["12", ".2"], ["11", ".1"], ["10", ""]] as const) {
      const log = openAuditLog(path, () => new Date(`2026-01-28T${hour}:00:00Z`));
      await log.append([{ type: "package.signed" }], "alice");
      if (suffix !== "") await Deno.rename(path, path + suffix);
    }
    const files = [`${path}.2`, `${path}.1`, path];
    assert.deepEqual(await filesOf(path), files);
    assert.deepEqual((await verifyAuditLog(files)).faults, []);
  });
});

Deno.test("4 processes that write while the log is rotated make one chain over all files, none lost", async () => {
  await withLog(async (path) => {
    const args = ["run", "--allow-read", "--allow-write", WRITER, path];
    const writers = ["a", "b", "c", "d"].map((name) =>
      new Deno.Command(Deno.execPath(), { args: [...args, name, "60"], stderr: "inherit" }).spawn()
    );
    const done = Promise.all(writers.map(({ status }) => status));
    let isOver = false;
    done.finally(() => isOver = true);
    for (let rotations = 0; rotations < 12 && !isOver;) {
      const isMoved = await Deno.rename(path, `${path}-${rotations}`).then(() => true, () => false);
      if (isMoved) rotations++;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    assert.ok((await done).every(({ success }) => success));
    await appendLines(path, "last");
    const files = await filesOf(path);
    assert.notEqual(files.length, 1);
    const { lines, faults } = await verifyAuditLog(files);
    assert.deepEqual([lines, faults], [241, []]);
  });
});

Deno.test("logs of other names in the same folder are nothing to it", async () => {
  await withLog(async (path) => {
    await appendLines(path.replace("audit.log", "audit.log2"), "1");
    await appendLines(path.replace("audit.log", "my-audit.log.1"), "1");
    assert.equal(previousOf((await appendLines(path, "1"))[0]), NO_PREVIOUS_LINE);
    assert.deepEqual(await filesOf(path), [path]);
  });
});

Deno.test("what somebody still writes into the log that was moved away is waited for", async () => {
  await withLog(async (path) => {
    await appendLines(path, "1");
    const late = await Deno.open(path, { read: true, append: true });
    await lockAuditLog(late, path);
    await Deno.rename(path, `${path}.1`);
    const next = appendLines(path, "3");
    // It is there once its writer has begun to wait.
    while (await Deno.stat(path).then(() => false, () => true)) {
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    const [first] = await linesOf(`${path}.1`);
    const second = first!.replace('"1"', '"2"').replace(NO_PREVIOUS_LINE, hashOf(first!));
    await late.write(new TextEncoder().encode(`${second}\n`));
    late.close();
    assert.equal(previousOf((await next)[0]), hashOf(second));
    assert.deepEqual((await verifyAuditLog([`${path}.1`, path])).faults, []);
  });
});

Deno.test("a half-written line in the middle of the chain is told, and at its end tears it", async () => {
  await withLog(async (path) => {
    await appendLines(path, "1");
    await Deno.writeTextFile(path, '{"timest', { append: true });
    await Deno.rename(path, `${path}.1`);
    await appendLines(path, "2");
    const [one, both] = [
      await verifyAuditLog([`${path}.1`]),
      await verifyAuditLog([`${path}.1`, path]),
    ];
    assert.deepEqual([one.isTorn, one.halfWritten], [true, [{ file: `${path}.1`, line: 2 }]]);
    assert.deepEqual([both.isTorn, both.halfWritten], [false, one.halfWritten]);
    assert.deepEqual([...one.faults, ...both.faults], []);
  });
});

/** The state before the last of two rotations, and what makes the one after it. */
async function beforeRotation(path: string): Promise<() => Promise<void>> {
  await rotateTwice(path);
  await Deno.rename(path, `${dirname(path)}/later`);
  await Deno.rename(`${path}.1`, path);
  await Deno.rename(`${path}.2`, `${path}.1`);
  return async () => {
    await Deno.rename(`${path}.1`, `${path}.2`);
    await Deno.rename(path, `${path}.1`);
    await Deno.rename(`${dirname(path)}/later`, path);
  };
}

Deno.test("a log that is rotated once its verification has begun is verified without a gap", async () => {
  for (const locked of ["", ".1"]) {
    await withLog(async (path) => {
      const rotate = await beforeRotation(path);
      const { lines, faults, start } = await whileItWaits(
        path + locked,
        () => verifyAuditLog(path),
        rotate,
      );
      assert.deepEqual([faults, start], [[], NO_PREVIOUS_LINE], `waiting for "${locked}"`);
      assert.ok([4, 6].includes(lines));
    });
  }
});

Deno.test("nor is a line left out or read twice where it is listed", async () => {
  for (const locked of ["", ".1"]) {
    await withLog(async (path) => {
      const rotate = await beforeRotation(path);
      const read = await whileItWaits(
        path + locked,
        () => Array.fromAsync(readAuditLog(path)),
        rotate,
      );
      const hashes = new Set(read.map(({ line }) => line?.previous));
      assert.ok([4, 6].includes(read.length));
      assert.equal(hashes.size, read.length);
      assert.ok(hashes.has(NO_PREVIOUS_LINE));
    });
  }
});
