import assert from "node:assert/strict";
import { type Cli, withCli } from "../../../testkit/cli.ts";
import { inTerminal, type Keystrokes, type TerminalResult } from "../../testkit/pty.ts";
import { toolUnderTest } from "../../../testkit/tool.ts";
import { PUBLIC_PEM } from "../../../testkit/sample_keys.ts";

const tool = await toolUnderTest();
const ORG = "7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11";
const OTHER_ORG = "1b671a64-40d5-491e-99b0-da01ff1f3341";
const SECRET = "hunter2";

/** A question of the tool: a command, the questions that are answered before it, and how it begins. */
interface Question {
  readonly command: string;
  readonly before?: readonly string[];
  readonly question: string;
  /** The flag and, of a passphrase, the variable that answer without a question. */
  readonly answeredBy: string;
}

const KEY = 'Passphrase for "k.pem": ';
const NEW_KEY = 'New passphrase for "k.pem": ';
const AGAIN = "The same again: ";
const DIRECTORY = "Passphrase for the key directory ";
const NEW_DIRECTORY = "New passphrase for the key directory ";
const OLD = "--passphrase-file FILE, or in the variable CLOACINA_PASSPHRASE";
const NEW = "--new-passphrase-file FILE, or in the variable CLOACINA_NEW_PASSPHRASE";

/** A command that asks for the passphrase of a key and for nothing else, any number of times. */
const OPEN = "keys convert k.pem --format ssh --output k.ssh --force";

const SECRETS: readonly Question[] = [
  {
    command: "keys generate --name n --output new.pem --encrypt",
    question: 'New passphrase for "new.pem": ',
    answeredBy: OLD,
  },
  {
    command: "keys generate --name n --output new.pem --encrypt",
    before: ['New passphrase for "new.pem": '],
    question: AGAIN,
    answeredBy: OLD,
  },
  { command: "package sign pkg --key k.pem", question: KEY, answeredBy: OLD },
  { command: "keys show k.pem --passphrase-file -", before: [], question: KEY, answeredBy: OLD },
  { command: "audit seal --key k.pem --output seal", question: KEY, answeredBy: OLD },
  { command: "keys convert k.pem --format ssh", question: KEY, answeredBy: OLD },
  { command: "keys passphrase k.pem", question: KEY, answeredBy: OLD },
  { command: "keys passphrase k.pem", before: [KEY], question: NEW_KEY, answeredBy: OLD },
  { command: "keys passphrase k.pem", before: [KEY, NEW_KEY], question: AGAIN, answeredBy: OLD },
  { command: "keys import k.pem --name i", question: KEY, answeredBy: OLD },
  { command: "keys import k.pem --name i", before: [KEY], question: DIRECTORY, answeredBy: OLD },
  { command: "keys generate --name n", question: DIRECTORY, answeredBy: OLD },
  { command: "keys generate --name n --key-dir empty", question: NEW_DIRECTORY, answeredBy: OLD },
  { command: "package sign pkg --key-id s", question: DIRECTORY, answeredBy: OLD },
  {
    command: "keys export s --private --output out.pem",
    question: 'New passphrase for "out.pem": ',
    answeredBy: NEW,
  },
  { command: "master-key check", question: DIRECTORY, answeredBy: OLD },
  { command: "master-key passphrase", question: DIRECTORY, answeredBy: OLD },
  {
    command: "master-key passphrase",
    before: [DIRECTORY],
    question: NEW_DIRECTORY,
    answeredBy: OLD,
  },
  { command: "master-key rotate", question: DIRECTORY, answeredBy: OLD },
  ...(tool.kind === "cloacina-offline"
    ? []
    : [{ command: "serve --bind 127.0.0.1:0", question: DIRECTORY, answeredBy: OLD }]),
];

const CONFIRMATIONS: readonly Question[] = [
  "keys revoke s",
  "keys trusted revoke t",
  `orgs revoke-trust --from ${ORG} --to ${OTHER_ORG}`,
  `tokens revoke "$(sed -n "s/^token id *//p" token)"`,
].map((command) => ({ command, question: "[y/N] ", answeredBy: "--yes" }));

/** What each question needs: a locked key file, and a key directory with a key, a trusted key, a grant and a token. */
async function withEverything(body: (cli: Cli) => Promise<void>): Promise<void> {
  await withLockedKey(async (cli) => {
    await cli.write("t.pub.pem", PUBLIC_PEM);
    const { code, stderr } = await cli.run(
      "cloacina keys generate --name s && cloacina keys trust --import t.pub.pem --name t && " +
        `cloacina orgs grant-trust --from ${ORG} --to ${OTHER_ORG} && ` +
        "cloacina tokens create --role read --expires 1d > token",
      { CLOACINA_PASSPHRASE: SECRET },
    );
    assert.equal(code, 0, stderr);
    await body(cli);
  });
}

/** A key file that is locked with the secret, and a small package. */
async function withLockedKey(body: (cli: Cli) => Promise<void>): Promise<void> {
  await withCli(async (cli) => {
    await cli.write("pkg", "package\n");
    const generate = "cloacina keys generate --name k --output k.pem --encrypt";
    const { code, stderr } = await cli.run(generate, { CLOACINA_PASSPHRASE: SECRET });
    assert.equal(code, 0, stderr);
    const env = { ...cli.env, CLOACINA_ORG: ORG };
    await body({ ...cli, env, run: (line, more) => cli.run(line, { CLOACINA_ORG: ORG, ...more }) });
  });
}

async function converse(
  cli: Cli,
  command: string,
  keystrokes: readonly Keystrokes[],
  size: { readonly columns?: number; readonly rows?: number } = {},
): Promise<TerminalResult> {
  return await inTerminal(command, keystrokes, { ...cli, ...size });
}

/** Types the answers up to a question, and there some of a secret and a key. */
function typedAt({ before = [], question }: Question, key: string): readonly Keystrokes[] {
  const answered = before.map((text) => ({ await: text, type: `${SECRET}\r` }));
  return [...answered, { await: question, type: `${SECRET}${key}` }];
}

/** Runs a command and shows its exit code, and whether the terminal is what it was before. The shell outlives Ctrl-C. */
function framed(command: string): string {
  return `trap : INT; stty -a > before; cloacina ${command}; echo code $?; stty -a | cmp - before && echo same`;
}

Deno.test("every question for a secret ends with 130 at the end of input and at Ctrl-C, shows nothing, and leaves the terminal as it was", async () => {
  await withEverything(async (cli) => {
    for (const question of SECRETS) {
      for (
        const [key, error] of [
          ["\x04", "the input ended at the question"],
          ["\x03", "interrupted"],
        ] as const
      ) {
        const command = framed(question.command);
        const { screen, raw } = await converse(cli, command, typedAt(question, key));
        assert.ok(
          screen.endsWith(`\nerror: Cannot read the answer: ${error}\ncode 130\nsame\n`),
          `${command}\n${screen}`,
        );
        assert.equal(raw.includes("hunter"), false, raw);
      }
    }
  });
});

Deno.test("every question for a yes ends with 130 at the end of input and at Ctrl-C, and nothing is done", async () => {
  await withEverything(async (cli) => {
    for (const { command, question } of CONFIRMATIONS) {
      for (const key of ["\x04", "y\x03"]) {
        const { screen } = await converse(cli, framed(command), [{ await: question, type: key }]);
        assert.match(screen, /\nerror: Cannot (read|finish) [^\n]*\ncode 130\nsame\n$/, command);
      }
      const yes = await converse(cli, framed(command), [{ await: question, type: "y\n" }]);
      assert.match(yes.screen, /\[y\/N\] y\n[^]*\ncode 0\nsame\n$/, command);
    }
  });
});

Deno.test("with --no-input nothing is asked at a terminal either, and the error says what answers", async () => {
  await withEverything(async (cli) => {
    for (const { command, before, answeredBy } of [...SECRETS, ...CONFIRMATIONS]) {
      if (before !== undefined) continue;
      const wide = { columns: 300 };
      const { screen } = await converse(cli, framed(`${command} --no-input`), [], wide);
      const [error, hint, ...rest] = screen.split("\n");
      assert.match(
        error!,
        /^error: Cannot (read the (new )?passphrase|revoke) .*: .*--no-input forbids asking$/,
        command,
      );
      assert.ok(hint!.startsWith("hint: ") && hint!.endsWith(answeredBy), `${command}\n${screen}`);
      assert.deepEqual(rest, ["code 1", "same", ""]);
    }
  });
});

for (const columns of [16, 40, 80, 300, 0]) {
  Deno.test(`a passphrase of any length is taken at ${columns} columns, and the screen never holds it`, async () => {
    await withCli(async (cli) => {
      const passphrase = "correct horse bättery 🔑 ".repeat(20);
      const { screen, raw, code } = await converse(
        cli,
        "cloacina keys generate --name k --output k.pem --encrypt",
        [{ await: NEW_KEY, type: `${passphrase}\n` }, { await: AGAIN, type: `${passphrase}\r` }],
        { columns, rows: columns === 0 ? 0 : 24 },
      );
      assert.equal(code, 0, screen);
      const question = columns === 16 ? NEW_KEY.replace("passphrase ", "passphrase\n") : NEW_KEY;
      assert.ok(screen.startsWith(`${question}\nThe same again: \nname`), screen);
      assert.match(screen, /\nname( {9}|\n)k\n/);
      assert.equal(/horse|🔑/.test(raw), false);
      const shown = await cli.run("cloacina keys show k.pem", { CLOACINA_PASSPHRASE: passphrase });
      assert.equal(shown.code, 0, shown.stderr);
    });
  });
}

Deno.test("Ctrl-Z, arrows and a paste do not answer, and are not shown", async () => {
  await withLockedKey(async (cli) => {
    const keys = "hunt\x1a\x1b[D\x1b[200~er2\x1b[201~\r";
    const { screen, raw } = await converse(cli, framed(OPEN), [
      { await: KEY, type: keys },
    ]);
    assert.match(screen, /^Passphrase for "k\.pem": \nfile [^]*\ncode 0\nsame\n$/);
    assert.equal(/hunt|er2/.test(raw), false, raw);
  });
});

Deno.test("what is typed before its question, while another stands or is judged, is not shown", async () => {
  await withLockedKey(async (cli) => {
    const early = `wrong1\r${SECRET}\rchanged\rchanged\r`;
    const { screen, raw } = await converse(cli, framed("keys passphrase k.pem"), [
      { await: KEY, type: early },
    ]);
    assert.match(screen, /\nencrypted +yes\ncode 0\nsame\n$/);
    assert.equal(/wrong1|hunter|changed/.test(raw), false, raw);
    const shown = await cli.run("cloacina keys show k.pem", { CLOACINA_PASSPHRASE: "changed" });
    assert.equal(shown.code, 0, shown.stderr);
  });
});

Deno.test("nobody is asked for a passphrase only to hear that a key is encrypted", async () => {
  await withLockedKey(async (cli) => {
    const { screen } = await converse(cli, framed("keys show k.pem"), []);
    assert.match(
      screen,
      /^file [^]*\nencrypted +yes\nfingerprint +only with the passphrase[^]*\ncode 0\nsame\n$/,
    );
  });
});

Deno.test("what was typed before the program started answers, and is not shown again", async () => {
  await withLockedKey(async (cli) => {
    // The shell takes the first line only; nothing shows the second, unless the tool does.
    const command = `stty -echo; echo ready; read -r go; ${framed(OPEN)}`;
    const answered = await converse(cli, command, [{ await: "ready", type: `go\r${SECRET}\r` }]);
    assert.match(answered.screen, /\nformat +ssh\n[^]*\ncode 0\nsame\n$/);
    assert.equal(answered.raw.includes("hunter"), false, answered.raw);
    const ended = await converse(cli, command, [{ await: "ready", type: "go\r\x04" }]);
    assert.match(
      ended.screen,
      /\nerror: Cannot read the answer: the input ended at the question\ncode 130\n/,
    );
  });
});

Deno.test("a terminal without a keyboard ends the question at once", async () => {
  await withEverything(async (cli) => {
    for (const [command, question] of [[OPEN, KEY], ["keys revoke s", "[y/N] "]]) {
      const line = `script --quiet --return --command 'cloacina ${command}' /dev/null < /dev/null`;
      const { stdout, code } = await cli.run(line);
      assert.ok(stdout.includes(question!), stdout);
      assert.match(stdout, /error:.* Cannot read the answer: the input ended at the question\r\n$/);
      assert.equal(code, 130);
    }
  });
});

Deno.test("who is asked whether to end trust reads that signature files are not counted", async () => {
  const counted = "? 0 stored signatures would stop verifying";
  const files =
    "; signature files, which are not counted, would too, except where --trust-key names the public key. [y/N] ";
  await withEverything(async (cli) => {
    assert.equal((await cli.run("cloacina keys trust s")).code, 0);
    for (
      const [command, question] of [
        ["keys revoke s", `${counted}. [y/N] `],
        ["keys revoke s --and-trust", counted + files],
        ["keys trusted revoke t", counted + files],
      ]
    ) {
      const line = `script --quiet --return --command 'cloacina ${command}' /dev/null < /dev/null`;
      const { stdout } = await cli.run(line);
      assert.ok(stdout.includes(question!), stdout);
    }
  });
});

/** A line of shell that begins a command in the background, which acts once the question for a secret stands there. */
function atTheQuestion(act: string): string {
  const question = "until stty -a < /dev/tty | grep -q -e -icanon; do :; done";
  return `sh -c 'pid=$$; (${question}; ${act}) & exec cloacina ${OPEN}'`;
}

/** All by which Linux ends a process that does not listen for them, but for those that Deno lets nobody listen for. */
const ENDING = "INT TERM HUP QUIT ABRT ALRM BUS IO PROF PWR STKFLT SYS TRAP USR2 VTALRM XCPU XFSZ";

for (const signal of ENDING.split(" ")) {
  Deno.test(`SIG${signal} at the question ends with 130, and gives the terminal its echo back`, async () => {
    await withLockedKey(async (cli) => {
      // The shell's own kill does not know all of them.
      const command = `stty -a > before; ${atTheQuestion(`env kill -${signal} $pid`)}; ` +
        "echo code $?; stty -a | cmp - before && echo same";
      const { screen } = await converse(cli, command, []);
      assert.equal(
        screen,
        `${KEY}\nerror: Cannot finish the command: interrupted\ncode 130\nsame\n`,
      );
    });
  });
}

Deno.test("SIGUSR1 at the question, which ends a run from source alone, leaves the terminal as it was", async () => {
  await withLockedKey(async (cli) => {
    const act = "kill -USR1 $pid; sleep 0.5; kill -HUP $pid 2> /dev/null";
    const command = `stty -a > before; ${atTheQuestion(act)}; ` +
      "echo code $?; stty -a | cmp - before && echo same";
    const { screen } = await converse(cli, command, []);
    assert.ok(screen.startsWith(KEY), screen);
    assert.match(screen, /code 130\nsame\n$/);
  });
});

Deno.test("who was stopped at the question, and found the echo on again, shows nothing", async () => {
  await withLockedKey(async (cli) => {
    const hidden = "stty -a < /dev/tty | grep -q -e -echo\\  ";
    const act = `kill -STOP $pid; stty echo icanon < /dev/tty; kill -CONT $pid; ` +
      `until ${hidden}; do :; done; echo hidden again`;
    const { screen, raw } = await converse(cli, atTheQuestion(act), [
      { await: "hidden again", type: `${SECRET}\r` },
    ]);
    assert.match(screen, /\nformat +ssh\n/);
    assert.equal(raw.includes("hunter"), false, raw);
  });
});
