import assert from "node:assert/strict";
import { type Cli, withCli } from "../../testkit/cli.ts";
import { inTerminal } from "../testkit/pty.ts";

const TAB = "\t";
const HOME = "\x01";
const END = "\x05";
const ENTER = "\r";

/** What is typed before TAB, and what the line is after it. */
const COMPLETED = [
  ["cloacina pack", "cloacina package"],
  ["cloacina keys pass", "cloacina keys passphrase"],
  ["cloacina package verify --trust", "cloacina package verify --trust-key"],
  ["cloacina package verify --recipe o", "cloacina package verify --recipe openssl"],
  ["cloacina keys convert --format j", "cloacina keys convert --format jwk"],
  ["cloacina completions f", "cloacina completions fish"],
  // Where none of these words can stand, the files are proposed.
  ["cloacina package sign a", "cloacina package sign a.so"],
  ["cloacina package sign a.so --key k", "cloacina package sign a.so --key k.pem"],
] as const;

/** How to start each shell without anybody's settings, and what to type first. */
const INTERACTIVE = [
  ["bash", "bash --norc --noprofile -i", "source ./.script"],
  ["zsh", "zsh -f -i", "autoload -U compinit; compinit -D; source ./.script"],
  [
    "zsh",
    "zsh -f -i",
    "mkdir .fpath; cp .script .fpath/_cloacina; fpath=($PWD/.fpath $fpath); " +
    "autoload -U compinit; compinit -D -u",
  ],
] as const;

for (const [shell, start, setup] of INTERACTIVE) {
  Deno.test(`TAB completes in ${shell} after: ${setup}`, async () => {
    await withCompletions(shell, async (cli) => {
      const lines = COMPLETED.map(([typed]) => `${typed}${TAB}${HOME}echo ${END} >> .lines`);
      const keystrokes = [setup, ...lines, "exit"]
        .map((line) => ({ await: "ready> ", type: `${line}${ENTER}` }));
      await inTerminal(`PS1='ready> ' exec ${start}`, keystrokes, { ...cli, deadline: 120_000 });
      const completed = await Deno.readTextFile(`${cli.cwd}/.lines`);
      assert.deepEqual(completed.trimEnd().split("\n"), COMPLETED.map(([, line]) => line));
    });
  });
}

Deno.test("TAB completes in fish", async () => {
  await withCompletions("fish", async (cli) => {
    for (const [typed, completed] of COMPLETED) {
      const ask = `fish --no-config -c 'source .script; complete --do-complete "${typed}"'`;
      const { stdout, stderr } = await cli.run(ask);
      const words = stdout.trimEnd().split("\n").map((line) => line.split("\t")[0]);
      assert.deepEqual(words, [completed.split(" ").at(-1)], `${typed}: ${stderr}`);
    }
  });
});

Deno.test("an empty word is completed by all that can stand there, with what each means", async () => {
  await withCompletions("bash", async (cli) => {
    const list =
      `COMP_WORDS=(cloacina keys '') COMP_CWORD=2; _cloacina cloacina '' keys; echo "\${COMPREPLY[@]}"`;
    const { stdout } = await cli.run(`bash -c "source .script; $LIST"`, { LIST: list });
    assert.equal(
      stdout,
      "generate import list show export rotate revoke trust trusted convert passphrase\n",
    );
  });
  await withCompletions("fish", async (cli) => {
    const ask = `fish --no-config -c 'source .script; complete --do-complete "cloacina keys "'`;
    const { stdout } = await cli.run(ask);
    assert.ok(stdout.split("\n").includes("generate\tGenerate a key pair"), stdout);
  });
});

Deno.test("the script of PowerShell asks the program, too", async () => {
  await withCli(async (cli) => {
    const { stdout } = await cli.run("cloacina completions powershell");
    assert.match(
      stdout,
      /^Register-ArgumentCompleter -Native -CommandName cloacina -ScriptBlock \{/,
    );
    assert.match(stdout, /& cloacina __complete @words/);
  });
});

/** A directory with the files that the lines name, and the script of the shell, out of sight. */
async function withCompletions(shell: string, body: (cli: Cli) => Promise<void>): Promise<void> {
  await withCli(async (cli) => {
    const script = `command -v ${shell} && cloacina completions ${shell} > .script`;
    assert.equal((await cli.run(script)).code, 0, `Cannot test ${shell}: install it`);
    await cli.run("touch a.so k.pem");
    await body(cli);
  });
}
