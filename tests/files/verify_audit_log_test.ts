import assert from "node:assert/strict";
import { verifyAuditLog } from "../../src/files/verify_audit_log.ts";
import { NO_PREVIOUS_LINE } from "../../src/formats/audit/audit_line.ts";
import { appendLines, hashOf, withLog } from "./audit_log_kit.ts";

const NEVER = () => false;

Deno.test("lines that were asked for are found by their hash, in whichever file, and others are not", async () => {
  await withLog(async (path) => {
    const before = await appendLines(path, "1", "2");
    await Deno.rename(path, `${path}.1`);
    const after = await appendLines(path, "3", "4");
    const [second, third, none] = [hashOf(before[1]!), hashOf(after[0]!), "ab".repeat(32)];
    const noted = [NO_PREVIOUS_LINE, second, third, none];
    const report = await verifyAuditLog([`${path}.1`, path], { noted, mayFollow: NEVER });
    assert.deepEqual(
      report.noted,
      new Map([
        [NO_PREVIOUS_LINE, { place: null, count: 0 }],
        [second, { place: { file: `${path}.1`, line: 2 }, count: 2 }],
        [third, { place: { file: path, line: 1 }, count: 3 }],
      ]),
    );
  });
});

Deno.test("a log whose beginning is not there is whole for whoever vouches for the line that it follows", async () => {
  await withLog(async (path) => {
    const lines = await appendLines(path, "1", "2", "3");
    await Deno.writeTextFile(path, lines.slice(1).map((line) => `${line}\n`).join(""));
    const start = hashOf(lines[0]!);
    for (const vouched of [start, hashOf(lines[1]!)]) {
      const question = { noted: [start], mayFollow: (hash: string) => hash === vouched };
      const report = await verifyAuditLog([path], question);
      assert.equal(report.faults.length, vouched === start ? 0 : 1);
      assert.deepEqual([report.start, report.lines], [start, 2]);
      assert.deepEqual(report.noted, new Map([[start, { place: null, count: 0 }]]));
    }
  });
});

Deno.test("what is vouched for is the first line alone", async () => {
  await withLog(async (path) => {
    const lines = await appendLines(path, "1", "2", "3");
    await Deno.writeTextFile(path, `${lines[0]}\n${lines[2]}\n`);
    const { faults } = await verifyAuditLog([path], { noted: [], mayFollow: () => true });
    assert.deepEqual(faults.map(({ place }) => place.line), [2]);
  });
});

Deno.test("a FIFO is refused, and nobody is waited for", async () => {
  await withLog(async (path) => {
    await new Deno.Command("mkfifo", { args: [path] }).output();
    await assert.rejects(verifyAuditLog([path]), { code: "invalid_request" });
  });
});
