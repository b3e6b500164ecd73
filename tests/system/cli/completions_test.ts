import assert from "node:assert/strict";
import { type Cli, withCli } from "../../testkit/cli.ts";
import { inTerminal } from "../testkit/pty.ts";

const TAB = "\t";
const HOME = "\x01";
const END = "\x05";
const ENTER = "\r";

/** What is typed before TAB, and what the line is after it: names and IDs in the store, which may have spaces. */
const STORED = [
  ["cloacina keys show ci-b", "cloacina keys show ci-build"],
  ["cloacina package sign a.so --key-id ci", "cloacina package sign a.so --key-id ci-build"],
  ["cloacina package sign a.so --key-id=ci", "cloacina package sign a.so --key-id=ci-build"],
  ["cloacina keys revoke two", "cloacina keys revoke two words"],
  ["cloacina keys trusted revoke tru", "cloacina keys trusted revoke trusted-key"],
] as const;

/** The same, with what needs no store. */
const COMPLETED = [
  ["cloacina pack", "cloacina package"],
  ["cloacina keys pass", "cloacina keys passphrase"],
  ["cloacina package verify --trust", "cloacina package verify --trust-key"],
  ["cloacina package verify --recipe o", "cloacina package verify --recipe openssl"],
  ["cloacina keys convert --format j", "cloacina keys convert --format jwk"],
  ["cloacina completions f", "cloacina completions fish"],
  ["cloacina help pack", "cloacina help package"],
  ["cloacina man pack", "cloacina man package"],
  // Whose help or page is asked for takes no name of a key.
  ["cloacina help keys show ci-b", "cloacina help keys show ci-b"],
  ["cloacina man keys show ci-b", "cloacina man keys show ci-b"],
  ["cloacina -q keys pass", "cloacina -q keys passphrase"],
  ["cloacina keys convert --format=j", "cloacina keys convert --format=jwk"],
  // Files where a file can stand, and nowhere else.
  ["cloacina package sign a", "cloacina package sign a.so"],
  ["cloacina package sign a.so --key k", "cloacina package sign a.so --key k.pem"],
  ["cloacina package sign a.so --key=k", "cloacina package sign a.so --key=k.pem"],
  ["cloacina package sign a.so --output-dir d", "cloacina package sign a.so --output-dir dist"],
  ["cloacina keys list --name a", "cloacina keys list --name a"],
  ["cloacina keys convert --format a", "cloacina keys convert --format a"],
  ["cloacina keys convert --format=a", "cloacina keys convert --format=a"],
  ...STORED,
  ["cloacina keys rotate k", "cloacina keys rotate k"],
  ["cloacina keys trust k", "cloacina keys trust k.pem"],
  // A store that is not there says nothing.
  ["cloacina keys revoke --key-dir ./gone ci", "cloacina keys revoke --key-dir ./gone ci"],
] as const;

/** How often all is typed. */
const TRIES = 3;

/**
 * The lines after TAB, typed once more where a name of the store is not in them: at the press of a key nobody waits long,
 * so that a machine that is busy proposes none.
 */
async function inTime(type: () => Promise<readonly string[]>): Promise<readonly string[]> {
  const late: readonly string[] = STORED.map(([typed]) => typed);
  for (let tries = 1;; tries++) {
    const lines = await type();
    if (tries === TRIES || !lines.some((line) => late.includes(line))) return lines;
  }
}

/** A store, and an organisation whose keys these are; the passphrase of the store is not given. */
const STORE = {
  CLOACINA_KEY_DIR: ".store",
  CLOACINA_ORG: "7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11",
} as const;

/** How to start each shell without anybody's settings, and what to type first. */
const INTERACTIVE = [
  ["bash", "bash --norc --noprofile -i", "source ./.script"],
  ["zsh", "zsh -f -i", "autoload -U compinit; compinit -D; source ./.script"],
  [
    "zsh",
    "zsh -f -i",
    "mkdir -p .fpath; cp .script .fpath/_cloacina; fpath=($PWD/.fpath $fpath); " +
    "autoload -U compinit; compinit -D -u",
  ],
] as const;

for (const [shell, start, setup] of INTERACTIVE) {
  Deno.test(`TAB completes in ${shell} after: ${setup}`, async () => {
    await withCompletions(shell, async (cli) => {
      const typed = COMPLETED.map(([typed]) => `${typed}${TAB}${HOME}echo ${END} >> .lines`);
      const keystrokes = [`rm -f .lines; ${setup}`, ...typed, "exit"]
        .map((line) => ({ await: "ready> ", type: `${line}${ENTER}` }));
      const options = { cwd: cli.cwd, env: { ...cli.env, ...STORE } };
      const lines = await inTime(async () => {
        const { screen } = await inTerminal(`PS1='ready> ' exec ${start}`, keystrokes, options);
        assert.doesNotMatch(screen, /error:|warning:|assphrase for/);
        const completed = await Deno.readTextFile(`${cli.cwd}/.lines`);
        // The slash behind a directory stays in bash; zsh takes it off at the end of the word.
        return completed.trimEnd().split("\n").map((line) => line.replace(/\/$/, ""));
      });
      assert.deepEqual(lines, COMPLETED.map(([, line]) => line));
    });
  });
}

Deno.test("TAB completes in fish", async () => {
  await withCompletions("fish", async (cli) => {
    const lines = await inTime(async () => {
      const lines: string[] = [];
      for (const [typed] of COMPLETED) lines.push(await lineInFish(cli, typed));
      return lines;
    });
    assert.deepEqual(lines, COMPLETED.map(([, line]) => line));
  });
});

/** The line with the one word that fish proposes for its last one, or as it is where there is none. */
async function lineInFish(cli: Cli, typed: string): Promise<string> {
  const ask = `fish --no-config -c 'source .script; complete --do-complete "${typed}"'`;
  const { stdout } = await cli.run(ask, STORE);
  const words = stdout.split("\n").slice(0, -1).map((line) =>
    line.split("\t")[0]!.replace(/\/$/, "")
  );
  return words.length === 0 ? typed : typed.replace(/[^ ]*$/, words.join("\n"));
}

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
    // PowerShell runs what is in a word without quotes, and its curly quotes end one in plain quotes.
    assert.match(
      stdout,
      /\$text = "'" \+ \[.+\]::EscapeSingleQuotedStringContent\(\$word\) \+ "'"/,
    );
    assert.match(stdout, /CompletionResult\]::new\(\$text, \$word, /);
  });
});

/** A directory with the files that the lines name, and the script of the shell, out of sight. */
async function withCompletions(shell: string, body: (cli: Cli) => Promise<void>): Promise<void> {
  await withCli(async (cli) => {
    const script = `command -v ${shell} && cloacina completions ${shell} > .script`;
    assert.equal((await cli.run(script)).code, 0, `Cannot test ${shell}: install it`);
    await cli.run("touch a.so k.pem; mkdir dist");
    const { code, stderr } = await cli.run(
      'for name in ci-build "two words"; do cloacina keys generate --name "$name"; done && ' +
        "cloacina keys generate --name trusted-key --trust",
      { ...STORE, CLOACINA_PASSPHRASE: "not given to completions" },
    );
    assert.equal(code, 0, stderr);
    await body(cli);
  });
}
