import assert from "node:assert/strict";
import { type Cli, withCli } from "../../../testkit/cli.ts";
import { inTerminal, type Keystrokes, type TerminalResult } from "../../testkit/pty.ts";
import { openssl } from "../../testkit/openssl.ts";

const ENTER = "\r";
const BACKSPACE = "\x7f";
const CTRL_C = "\x03";
const ERASE_LINE = "\r\x1b[K";
const RED = "\x1b[1;31m";

const GENERATE = "cloacina keys generate --name k --output k.pem";
const NEEDED = 'error: Cannot read the passphrase for "k.pem": there is no terminal to ask on\n' +
  "hint: give it with --passphrase-file FILE, or in the variable CLOACINA_PASSPHRASE\n";

/** The same on a terminal of 80 columns. */
const NEEDED_ON_SCREEN = NEEDED.replace("variable CLO", "variable\nCLO");

/** Types at the tool; a line of shell behind it tells what it left. */
async function converse(
  cli: Cli,
  command: string,
  ...keystrokes: readonly Keystrokes[]
): Promise<TerminalResult> {
  return await inTerminal(command, keystrokes, cli);
}

/** A key that is locked with "hunter2", and a small package. */
async function withLockedKey(body: (cli: Cli) => Promise<void>): Promise<void> {
  await withCli(async (cli) => {
    await cli.run(`${GENERATE} --encrypt`, { CLOACINA_PASSPHRASE: "hunter2" });
    await cli.write("pkg", "package\n");
    await body(cli);
  });
}

async function list(cli: Cli): Promise<readonly string[]> {
  return (await Array.fromAsync(Deno.readDir(cli.cwd), ({ name }) => name)).sort();
}

Deno.test("a new passphrase is typed twice, is not shown, and Backspace takes a character back", async () => {
  await withCli(async (cli) => {
    const { screen, raw, code } = await converse(
      cli,
      `${GENERATE} --encrypt`,
      { await: 'New passphrase for "k.pem": ', type: `hunx${BACKSPACE}ter2${ENTER}` },
      { await: "The same again: ", type: `hunter2${ENTER}` },
    );
    assert.equal(code, 0, screen);
    assert.match(
      screen,
      /\nname +k\nfingerprint +[0-9a-f]{64}\nprivate key +k\.pem \(.*encrypted\)/,
    );
    assert.match(screen, /\nwarning: a passphrase of fewer than 8 characters is soon guessed/);
    assert.equal(/hun|ter2/.test(raw), false, raw);
    const opened = await openssl("pkey", "-in", `${cli.cwd}/k.pem`, "-passin", "pass:hunter2");
    assert.equal(opened.code, 0, opened.stderr);
  });
});

Deno.test("two that differ are asked for anew, three times, and then nothing is written", async () => {
  await withCli(async (cli) => {
    const differing = (passphrase: string): readonly Keystrokes[] => [
      { await: 'New passphrase for "k.pem": ', type: `${passphrase}${ENTER}` },
      { await: "The same again: ", type: `${passphrase}x${ENTER}` },
    ];
    const { screen, raw, code } = await converse(
      cli,
      `${GENERATE} --encrypt`,
      ...["hunter1", "hunter2", "hunter3"].flatMap(differing),
    );
    const state = "Cannot set the passphrase: the two passphrases differ";
    const questions = 'New passphrase for "k.pem": \nThe same again: \n';
    const again = `${questions}${state}; try again\n`;
    assert.equal(screen, `${again}${again}${questions}error: ${state}\n`);
    assert.equal(raw.includes("hunter"), false);
    assert.equal(code, 1);
    assert.deepEqual(await list(cli), []);
  });
});

Deno.test("an empty one is refused without a second question", async () => {
  await withCli(async (cli) => {
    const { screen, code } = await converse(
      cli,
      `${GENERATE} --encrypt`,
      { await: 'New passphrase for "k.pem": ', type: ENTER },
    );
    assert.match(screen, /\nerror: Cannot set the passphrase: it is empty[^\n]*\n$/);
    assert.equal(screen.includes("again"), false);
    assert.equal(code, 1);
  });
});

Deno.test("the passphrase of a key is asked for once, on standard error, for all packages", async () => {
  await withLockedKey(async (cli) => {
    const { screen, raw, code } = await converse(
      cli,
      "cp pkg pkg2; cloacina package sign pkg pkg2 --key k.pem --json > out",
      { await: 'Passphrase for "k.pem": ', type: `hunter2${ENTER}` },
    );
    assert.equal(code, 0, screen);
    assert.equal(raw.includes("hunter2"), false);
    assert.equal(screen, 'Passphrase for "k.pem": \n');
    const signed = JSON.parse(await Deno.readTextFile(`${cli.cwd}/out`));
    assert.deepEqual(signed.map((one: Record<string, string>) => one.signature_file), [
      "pkg.sig",
      "pkg2.sig",
    ]);
  });
});

Deno.test("a wrong passphrase may be typed three times, and is told from a right one", async () => {
  await withLockedKey(async (cli) => {
    const sign = async (...answers: readonly string[]) => {
      const keys = answers.map((type) => ({ await: 'Passphrase for "k.pem": ', type }));
      return await converse(cli, "cloacina package sign pkg --key k.pem", ...keys);
    };
    const error = 'Cannot unlock the private key "k.pem": the passphrase is wrong';
    const again = `Passphrase for "k.pem": \n${error}; try again\n`;
    const refused = await sign("hunter1\r", "hunter3\r", "hunter4\r");
    assert.equal(refused.screen, `${again}${again}Passphrase for "k.pem": \nerror: ${error}\n`);
    assert.equal(refused.code, 4);
    assert.deepEqual(await list(cli), ["k.pem", "k.pub.pem", "pkg"]);
    const signed = await sign("hunter1\r", "hunter3\r", "hunter2\r");
    assert.ok(signed.screen.startsWith(`${again}${again}Passphrase for "k.pem": \nsigned `));
    assert.equal(signed.code, 0);
    assert.equal(/hunter/.test(refused.raw + signed.raw), false);
  });
});

Deno.test("a passphrase is changed by three answers", async () => {
  await withLockedKey(async (cli) => {
    const { screen, raw, code } = await converse(
      cli,
      "cloacina keys passphrase k.pem",
      { await: 'Passphrase for "k.pem": ', type: `hunter2${ENTER}` },
      { await: 'New passphrase for "k.pem": ', type: `correct horse${ENTER}` },
      { await: "The same again: ", type: `correct horse${ENTER}` },
    );
    assert.equal(code, 0, screen);
    assert.equal(/hunter|horse/.test(raw), false, raw);
    const opened = await openssl(
      "pkey",
      "-in",
      `${cli.cwd}/k.pem`,
      "-passin",
      "pass:correct horse",
    );
    assert.equal(opened.code, 0, opened.stderr);
  });
});

Deno.test("without a terminal on both sides nobody is asked: it fails at once and says what to give", async () => {
  await withLockedKey(async (cli) => {
    const sign = "cloacina package sign pkg --key k.pem";
    assert.equal((await converse(cli, `${sign} < /dev/null`)).screen, NEEDED_ON_SCREEN);
    assert.equal((await converse(cli, `${sign} < /dev/null`)).code, 1);
    assert.equal((await converse(cli, `${sign} 2> said; cat said`)).screen, NEEDED);
    for (const ci of ["", "true"]) {
      const other = await cli.run(sign, { CI: ci });
      assert.deepEqual(other, { stdout: "", stderr: NEEDED, code: 1 });
    }
  });
});

Deno.test("a variable that is set answers, also at a terminal, and also where it is empty", async () => {
  await withLockedKey(async (cli) => {
    const show = "cloacina keys show k.pem | grep encrypted";
    const set = await converse(cli, `CLOACINA_PASSPHRASE=hunter2 ${show}`);
    assert.equal(set.screen, "encrypted    yes\n");
    const empty = await converse(cli, "CLOACINA_PASSPHRASE= cloacina keys show k.pem");
    assert.equal(
      empty.screen,
      'error: Cannot unlock the private key "k.pem": the passphrase is wrong\n' +
        "hint: CLOACINA_PASSPHRASE is empty: is the secret available to this job?\n",
    );
  });
});

Deno.test("the word error is red at a terminal, and not where NO_COLOR is set or somebody else reads", async () => {
  await withCli(async (cli) => {
    const show = "cloacina keys show gone";
    const text = 'error: Cannot read the key "gone": there is no such file\n' +
      "hint: a key of the store is found by its name only with --org\n";
    for (
      const [command, red] of [
        [show, true],
        [`NO_COLOR= ${show}`, true],
        [`NO_COLOR=1 ${show}`, false],
        [`${show} 2>&1 | cat`, false],
      ] as const
    ) {
      const { screen, raw } = await converse(cli, command);
      assert.equal(screen, text);
      assert.equal(raw.includes(RED), red, command);
    }
    assert.equal((await cli.run(show)).stderr, text);
  });
});

Deno.test("long work shows a bar at a terminal alone, and takes it away when it ends", async () => {
  await withCli(async (cli) => {
    await cli.run(`${GENERATE}; truncate --size 64G a b`);
    const changed = (name: string) =>
      `error: Cannot hash the package "${name}": it changed while it was read\n`;
    // The work ends when the file is cut short.
    const shown = await converse(
      cli,
      "(read _ < /dev/tty; truncate --size 0 a) & cloacina package sign a --key k.pem",
      { await: "%", type: ENTER },
    );
    assert.match(shown.raw, /\r\[#*-+\] +\d+%/);
    assert.ok(shown.raw.lastIndexOf(ERASE_LINE) > shown.raw.lastIndexOf("%"), shown.raw);
    assert.ok(shown.screen.includes(changed("a")), shown.screen);
    // A bar would be there a second and a half after the file was opened.
    const opened = "until ls -l /proc/$$/fd 2> /dev/null | grep -q '/b$'; do sleep 0.1; done";
    const hidden = await converse(
      cli,
      `(${opened}; sleep 1.5; truncate --size 0 b) & ` +
        "exec cloacina package sign b --key k.pem 2> said",
    );
    assert.equal(hidden.screen, "");
    assert.ok((await Deno.readTextFile(`${cli.cwd}/said`)).startsWith(changed("b")));
  });
});

Deno.test("no bar is shown of what nobody knows the length of", async () => {
  await withCli(async (cli) => {
    await cli.run(GENERATE);
    const { screen } = await converse(cli, "sleep 1.5 | cloacina package sign - --key k.pem > out");
    assert.equal(screen, "");
  });
});

for (const jobs of [1, 2]) {
  Deno.test(`Ctrl-C in the middle of hashing on ${jobs} threads ends with 130 and leaves no file`, async () => {
    await withCli(async (cli) => {
      await cli.run(`${GENERATE}; truncate --size 64G a b`);
      const { screen, raw, code } = await converse(
        cli,
        `exec cloacina package sign a b --key k.pem --jobs ${jobs}`,
        { await: "%", type: CTRL_C },
      );
      assert.equal(code, 130);
      // The bar is gone before anything else is said.
      assert.ok(raw.lastIndexOf(ERASE_LINE) > raw.lastIndexOf("%"), raw);
      assert.ok(raw.lastIndexOf(ERASE_LINE) < raw.lastIndexOf("error"), raw);
      assert.ok(screen.endsWith("error: Cannot finish the command: interrupted\n"), screen);
      assert.deepEqual(await list(cli), ["a", "b", "k.pem", "k.pub.pem"]);
    });
  });
}

Deno.test("a terminal that is dumb gets no escape sequences, neither of colour nor of progress", async () => {
  await withCli(async (cli) => {
    const show =
      "cloacina keys show gone; truncate --size 2G big; cloacina package sign big --key k.pem";
    await cli.run("cloacina keys generate --name k --output k.pem");
    const dumb = await converse(cli, `export TERM=dumb; ${show} > out; cat out`);
    // From source, the runtime itself clears its own line before the program starts.
    const ours = dumb.raw.replaceAll("\x1b[0G\x1b[2K\x1b[J", "");
    assert.equal(ours.includes("\x1b"), false, ours);
    assert.match(dumb.screen, /^error: Cannot read the key "gone"/m);
    assert.match(dumb.screen, /^signed +big$/m);
  });
});

Deno.test("cards, notes and errors keep to the width of a narrow terminal, and lose nothing", async () => {
  await withCli(async (cli) => {
    const generate = "cloacina keys generate --name k --org 7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11";
    const lines = `stty cols 40; ${generate} --output k.pem; ` +
      "cloacina keys generate --name n --output n.pem; cloacina keys lst";
    const { screen } = await converse(cli, `export CLOACINA_PASSPHRASE=p; ${lines}`);
    const rows = screen.trimEnd().split("\n");
    // A word that is wider, such as a path, is left to the terminal, so that it can be copied.
    assert.deepEqual(rows.filter((row) => row.length > 40 && row.includes(" ")), []);
    const { stdout } = await cli.run("cloacina keys show n.pub.pem | tail -n 1");
    const fingerprint = stdout.trim().split(/ +/)[1]!;
    assert.ok(screen.replaceAll(/\n +/g, "").includes(fingerprint), screen);
    assert.match(screen, /^hint: did you mean `cloacina keys list`\?$/m);
  });
});
