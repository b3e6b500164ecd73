import assert from "node:assert/strict";
import { measureCommand } from "../../../scripts/bench/measure_command.ts";
import { withTemporaryFolder } from "../../../scripts/bench/temporary_folder.ts";

Deno.test("hyperfine runs a command once uncounted and as often as it is told, each time prepared", async () => {
  await inFolder(async (folder) => {
    const summary = await measureCommand({
      command: ["sh", "-c", 'echo "$1" >> log', "sh", `it's "$HOME"`],
      prepare: ["sh", "-c", "echo prepared >> log"],
      ...{ runs: 2, folder },
    });
    const log = await Deno.readTextFile(`${folder}/log`);
    assert.equal(log, `prepared\nit's "$HOME"\n`.repeat(3));
    assert(summary.fastestSeconds <= summary.wallSeconds);
    assert(summary.wallSeconds <= summary.slowestSeconds);
  });
});

Deno.test("the peak is that of the process that holds most, in any run, and CPU time counts children", async () => {
  await inFolder(async (folder) => {
    const fill = "head -c 64M /dev/zero | tail -c 64M";
    const summary = await measureCommand({
      command: ["sh", "-c", `if [ -e log ]; then : > log; else : > log; ${fill}; fi`],
      prepare: ["rm", "-f", "log"],
      ...{ runs: 1, folder },
    });
    assert(summary.peakKibibytes >= 64 * 1024);
    assert(summary.cpuSeconds > 0);
  });
});

Deno.test("a command that fails is an error that names it", async () => {
  await inFolder(async (folder) => {
    const command = ["sh", "-c", "exit 3", "more"] as const;
    await assert.rejects(measureCommand({ command, prepare: null, runs: 1, folder }), {
      code: "io_failed",
      message: /^Cannot measure "sh -c exit 3": .*non-zero exit code: 3/,
    });
  });
});

async function inFolder(task: (folder: string) => Promise<void>): Promise<void> {
  await withTemporaryFolder("cloacina-bench-test-", task);
}
