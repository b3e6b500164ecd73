import assert from "node:assert/strict";
import type { Cli } from "../testkit/cli.ts";
import { until } from "../testkit/until.ts";
import { append, withKey } from "./audit_entries.ts";

/** What `audit list --follow` has printed so far. */
interface Follower {
  readonly lines: () => readonly string[];
  /** Sends a signal, and returns all that was printed, what standard error got, and the exit code. */
  readonly end: (signal: Deno.Signal) => Promise<{ code: number; stderr: string }>;
}

async function withFollower(
  cli: Cli,
  args: readonly string[],
  body: (follower: Follower) => Promise<void>,
): Promise<void> {
  const child = new Deno.Command("cloacina", {
    args: ["audit", "list", "--follow", "--audit-log", "audit.log", ...args],
    cwd: cli.cwd,
    env: cli.env,
    clearEnv: true,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  let printed = "";
  const reading = (async () => {
    const decoder = new TextDecoder();
    for await (const chunk of child.stdout) printed += decoder.decode(chunk, { stream: true });
  })();
  let isOver = false;
  const end = async (signal: Deno.Signal) => {
    child.kill(signal);
    const stderr = await new Response(child.stderr).text();
    const { code } = await child.status;
    await reading;
    isOver = true;
    return { code, stderr };
  };
  try {
    await body({ lines: () => printed.split("\n").slice(0, -1), end });
  } finally {
    if (!isOver) await end("SIGKILL");
  }
}

function actorsOf(lines: readonly string[]): readonly string[] {
  return lines.map((line) => line.split("  ")[2]!);
}

Deno.test("what is added is shown as it comes, also after the log was rotated, and Ctrl-C ends it with 130", async () => {
  await withKey(async (cli) => {
    await append(cli, "a", "b", "c");
    await withFollower(cli, ["--limit", "2"], async ({ lines, end }) => {
      await until(() => lines().length === 2);
      await append(cli, "d");
      await until(() => lines().length === 3);
      await cli.run("mv audit.log audit.log.1");
      await append(cli, "e");
      await until(() => lines().length === 4);
      await cli.run("mv audit.log audit.log.0; : > audit.log");
      await append(cli, "f", "g");
      await until(() => lines().length === 6);
      assert.deepEqual(await end("SIGINT"), { code: 130, stderr: "" });
      assert.deepEqual(actorsOf(lines()), ["b", "c", "d", "e", "f", "g"]);
    });
  });
});

Deno.test("a log that is copied and emptied is gone on with, and half a line waits for its other half", async () => {
  await withKey(async (cli) => {
    await append(cli, "a", "b");
    await withFollower(cli, [], async ({ lines, end }) => {
      await until(() => lines().length === 2);
      await cli.run("cp audit.log audit.log.1; : > audit.log");
      await append(cli, "c");
      await until(() => lines().length === 3);
      const half = 'tail -n 1 audit.log | sed \'s/"c"/"d"/\' > line; head -c 60 line >> audit.log';
      await cli.run(`${half}; sleep 1; tail -c +61 line >> audit.log`);
      await until(() => lines().length === 4);
      assert.deepEqual(await end("SIGTERM"), { code: 130, stderr: "" });
      assert.deepEqual(actorsOf(lines()), ["a", "b", "c", "d"]);
    });
  });
});

Deno.test("with --json each line is one document, those of before and of rotated files too, and filters hold", async () => {
  await withKey(async (cli) => {
    await append(cli, "a", "b");
    await cli.run("mv audit.log audit.log.1");
    await append(cli, "a");
    await withFollower(cli, ["--json", "--actor", "a"], async ({ lines, end }) => {
      await until(() => lines().length === 2);
      await append(cli, "b", "a");
      await until(() => lines().length === 3);
      assert.deepEqual(await end("SIGINT"), { code: 130, stderr: "" });
      const parsed = lines().map((line) => JSON.parse(line));
      assert.deepEqual(parsed.map(({ actor }) => actor), ["a", "a", "a"]);
      assert.ok(parsed.every(({ event_type }) => event_type === "package.signed"));
    });
  });
});

Deno.test("a pipe that nobody reads from does not keep it", async () => {
  await withKey(async (cli) => {
    await append(cli, "a");
    const many =
      'line=$(cat audit.log); seq 3000 | while read n; do echo "$line"; done >> audit.log';
    await cli.run(many);
    const line = "mkfifo f; { head -c 1 > first; exec sleep 60; } < f & reader=$!; " +
      "cloacina audit list audit.log --follow --limit 3000 > f & pid=$!; " +
      "until test -s first; do sleep 0.1; done; kill -TERM $pid; wait $pid; echo $?; kill $reader";
    assert.deepEqual(await cli.run(line), { stdout: "130\n", stderr: "", code: 0 });
  });
});
