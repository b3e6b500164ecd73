import assert from "node:assert/strict";
import { type Cli, withCli } from "../testkit/cli.ts";
import { PRIVATE_PEM } from "../testkit/sample_keys.ts";
import { killGroup, startSession } from "../testkit/shell.ts";
import { until } from "../testkit/until.ts";
import { within } from "../testkit/within.ts";

/** By their names, their results are many times what a pipe holds. */
const PACKAGES = 1000;
const LONG = "x".repeat(200);
const INTERRUPTED = "error: Cannot finish the command: interrupted\n";

type Child = Deno.ChildProcess;

async function withPackages(body: (cli: Cli) => Promise<void>): Promise<void> {
  await withCli(async (cli) => {
    await cli.write("k.pem", PRIVATE_PEM);
    const make = `mkdir d; seq ${PACKAGES} | while read n; do echo $n > d/$n-${LONG}.so; done`;
    assert.equal((await cli.run(make)).code, 0);
    await body(cli);
  });
}

function sign(cli: Cli, ...args: readonly string[]): Child {
  const packages = Array.from({ length: PACKAGES }, (_, index) => `d/${index + 1}-${LONG}.so`);
  return new Deno.Command("cloacina", {
    args: ["package", "sign", ...packages, "--key", "k.pem", "--force", ...args],
    cwd: cli.cwd,
    env: cli.env,
    clearEnv: true,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

/** Interrupts once some of the result has come, and reads on only when the process has ended. */
async function interruptInTheMiddle(child: Child, signal: Deno.Signal) {
  const reader = child.stdout.getReader();
  const decoder = new TextDecoder();
  let stdout = decoder.decode((await reader.read()).value, { stream: true });
  child.kill(signal);
  const { code } = await within(60_000, child.status);
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    stdout += decoder.decode(next.value, { stream: true });
  }
  return { stdout, stderr: await new Response(child.stderr).text(), code };
}

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  Deno.test(`${signal} while a JSON document is written that nobody reads on: the document is cut, no other follows, and it ends with 130`, async () => {
    await withPackages(async (cli) => {
      const { stdout, stderr, code } = await interruptInTheMiddle(sign(cli, "--json"), signal);
      assert.equal(code, 130);
      assert.equal(stderr, INTERRUPTED);
      const whole = new TextDecoder().decode((await sign(cli, "--json").output()).stdout);
      assert.equal(JSON.parse(whole).length, PACKAGES);
      const withoutTimes = (text: string) => text.replaceAll(/\d{4}-\d\d-\d\dT[0-9:]{8}Z/g, "TIME");
      // Cut in the middle of a time, it may not be the other's.
      const cut = withoutTimes(stdout.slice(0, stdout.lastIndexOf("\n")));
      assert.ok(withoutTimes(whole).startsWith(cut), stdout.slice(-500));
      assert.ok(stdout.length < whole.length);
    });
  });
}

Deno.test("SIGINT while lines of text are written that nobody reads on ends with 130", async () => {
  await withPackages(async (cli) => {
    const { stdout, stderr, code } = await interruptInTheMiddle(sign(cli), "SIGINT");
    assert.equal(code, 130);
    assert.equal(stderr, INTERRUPTED);
    assert.match(stdout, /^signed +d\/1-x{200}\.so\n/);
  });
});

/** Runs a line of shell with its standard output in a pipe that is full already, until it has said its exit code. */
async function withFullPipe(cli: Cli, line: string, onStart: () => Promise<void>) {
  const shell = `(head -c 1048576 /dev/zero & ${line}; echo $? > code) | (sleep 1000)`;
  const session = startSession(["sh", "-c", shell], { cwd: cli.cwd, env: cli.env }, "null");
  try {
    await onStart();
    return await until(async () => {
      const code = await Deno.readTextFile(`${cli.cwd}/code`).catch(() => "");
      return code.endsWith("\n") && code;
    });
  } finally {
    killGroup(session.pid);
    await session.output();
  }
}

for (const [what, redirection] of [["standard output", ""], ["both streams", "2>&1"]]) {
  Deno.test(`SIGINT before anything is printed ends with 130, also where ${what} cannot take the error`, async () => {
    await withCli(async (cli) => {
      await cli.write("k.pem", PRIVATE_PEM);
      await cli.write("a.so", "package\n");
      await cli.run("truncate --size 1T last.so");
      const command = "exec cloacina package sign a.so last.so --key k.pem --json";
      const line = `sh -c 'echo $$ > pid; ${command}' ${redirection}`;
      const code = await withFullPipe(cli, line, async () => {
        await until(() => Deno.stat(`${cli.cwd}/a.so.sig`).then(() => true, () => false));
        Deno.kill(Number(await Deno.readTextFile(`${cli.cwd}/pid`)), "SIGINT");
      });
      assert.equal(code, "130\n");
    });
  });
}

Deno.test("SIGINT before anything is printed makes the error the one document", async () => {
  await withCli(async (cli) => {
    await cli.write("k.pem", PRIVATE_PEM);
    await cli.write("a.so", "package\n");
    await cli.run("truncate --size 1T last.so");
    const { stdout, stderr, code } = await cli.run(
      "sh -c 'pid=$$; (until test -e a.so.sig; do :; done; kill -INT $pid) & " +
        "exec cloacina package sign a.so last.so --key k.pem --json'",
    );
    const message = "Cannot finish the command: interrupted";
    assert.deepEqual(JSON.parse(stdout), { error: message, code: "interrupted", hint: null });
    assert.deepEqual({ stderr, code }, { stderr: `error: ${message}\n`, code: 130 });
  });
});

Deno.test("a result that its reader broke off is followed by no second document", async () => {
  await withPackages(async (cli) => {
    const { stdout, stderr } = await cli.run(
      "{ cloacina package sign d/*.so --key k.pem --json; echo $? > code; } | head -c 9; cat code",
    );
    assert.equal(stdout, "[\n  {\n   2\n");
    assert.equal(
      stderr,
      "error: Cannot write to standard output: the pipe is closed at its other end\n",
    );
  });
});
