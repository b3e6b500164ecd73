import assert from "node:assert/strict";
import type { Tool } from "../../testkit/tool.ts";
import { runTranscript } from "../../testkit/transcript.ts";
import { parseTranscript } from "../../testkit/transcript_parse.ts";

const none: Tool = { kind: "source", command: ["false"], env: {} };

function run(lines: readonly string[], deadline?: number): Promise<void> {
  return runTranscript(parseTranscript("t.txt", `${lines.join("\n")}\n`), none, deadline);
}

async function failure(lines: readonly string[], deadline?: number): Promise<string> {
  return await run(lines, deadline).then(() => "passed", ({ message }: Error) => message);
}

Deno.test("file permissions count, also for root", async () => {
  await run([
    "$ chmod 000 secret && cat secret",
    "! cat: secret: Permission denied",
    "? 1",
    "$ mkdir fixed && touch fixed/a && chmod 555 fixed && touch fixed/b",
    "! touch: cannot touch 'fixed/b': Permission denied",
    "? 1",
    "-- secret --",
    "x",
  ]);
});

Deno.test("a command past its deadline is killed with all that it started, and ends the run", async () => {
  const lock = await Deno.makeTempFile();
  const line = `exec 9> ${lock}; flock 9; echo begun; sleep 1000 & sleep 1000 | cat`;
  assert.equal(
    await failure([`$ ${line}`, "$ false"], 5000),
    [
      "",
      "t.txt:1: still running after 5 s; it was killed, with all that it started " +
      "(- expected, + printed)",
      `  $ ${line}`,
      "+ > begun",
    ].join("\n"),
  );
  // Every process of the command held the lock: it is free once the last of them is gone.
  await run([`$ flock --timeout 20 ${lock} echo free`, "> free"]);
  await Deno.remove(lock);
});

Deno.test("a process that leaves its group cannot make the run hang", async () => {
  const line = "$ setsid sh -c 'echo $$; exec sleep 1000' & sleep 1000";
  const message = await failure([line], 5000);
  const [, left] = /\n\+ > ([0-9]+)$/.exec(message) ?? [];
  // Zero would be this process's own group.
  assert.ok(Number(left) > 0, message);
  Deno.kill(Number(left), "SIGKILL");
  assert.match(message, /^\nt\.txt:1: still running after 5 s/);
});
