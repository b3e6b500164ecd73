import assert from "node:assert/strict";
import { inTerminal, type TerminalOptions } from "./pty.ts";

const options: TerminalOptions = {
  cwd: Deno.cwd(),
  env: { PATH: Deno.env.get("PATH") ?? "" },
};

Deno.test("what is typed is echoed and read, and stdin, stdout and stderr are a terminal", async () => {
  const command = "printf 'Name: '; read -r x; echo got $x; test -t 0 && test -t 1 && test -t 2";
  const { screen, raw, code } = await inTerminal(
    command,
    [{ await: "Name: ", type: "it's me\r" }],
    options,
  );
  assert.equal(screen, "Name: it's me\ngot it's me\n");
  assert.equal(raw, "Name: it's me\r\ngot it's me\r\n");
  assert.equal(code, 0);
});

Deno.test("what is typed while the echo is off is not shown", async () => {
  const command = "stty -echo; printf 'Passphrase: '; read -r x; stty echo; echo; echo ${#x}";
  const { screen, raw } = await inTerminal(
    command,
    [{ await: "Passphrase: ", type: "secret\r" }],
    options,
  );
  assert.equal(screen, "Passphrase: \n6\n");
  assert.equal(raw.includes("secret"), false);
});

Deno.test("the same text is awaited anew by each keystroke", async () => {
  const command = "for i in 1 2 3; do printf 'next? '; read -r x; done; echo last $x";
  const { screen } = await inTerminal(
    command,
    ["a", "b", "c"].map((letter) => ({ await: "next? ", type: `${letter}\r` })),
    options,
  );
  assert.equal(screen, "next? a\nnext? b\nnext? c\nlast c\n");
});

Deno.test("escape sequences are in the raw text, not on the screen", async () => {
  const command = "printf '\\033[1;31mPass\\033]0;title\\007\\033[0mphrase\\033[2K\\r'; read -r x";
  const { screen, raw } = await inTerminal(
    command,
    [{ await: "Passphrase", type: "\r" }],
    options,
  );
  assert.equal(screen, "Passphrase\r\n");
  assert.equal(raw, "\x1b[1;31mPass\x1b]0;title\x07\x1b[0mphrase\x1b[2K\r\r\n");
});

Deno.test("the exit code is the command's", async () => {
  assert.equal((await inTerminal("exit 11", [], options)).code, 11);
});

Deno.test("Ctrl-C interrupts: a program that does not care ends by the signal", async () => {
  const { screen, code } = await inTerminal(
    "echo ready; exec sleep 1000",
    [{ await: "ready", type: "\x03" }],
    options,
  );
  assert.equal(screen, "ready\n^C");
  assert.equal(code, 130);
});

Deno.test("Ctrl-C interrupts: a program may handle it", async () => {
  const command = "trap 'echo cleaned up; exit 5' INT; echo ready; while :; do read -r x; done";
  const { screen, code } = await inTerminal(
    command,
    [{ await: "ready", type: "\x03" }],
    options,
  );
  assert.equal(screen, "ready\n^Ccleaned up\n");
  assert.equal(code, 5);
});

Deno.test("Ctrl-D ends the input", async () => {
  const { screen } = await inTerminal(
    "echo ready; cat; echo done",
    [{ await: "ready\n", type: "a\r\x04" }],
    options,
  );
  assert.equal(screen, "ready\na\na\ndone\n");
});

Deno.test("the terminal has 24 rows and as many columns as asked for", async () => {
  assert.equal(
    (await inTerminal("stty size; echo $TERM", [], options)).screen,
    "24 80\nxterm-256color\n",
  );
  const { screen } = await inTerminal("stty size", [], { ...options, columns: 40 });
  assert.equal(screen, "24 40\n");
});

Deno.test("a command that ends before the awaited text is a failure that shows the screen", async () => {
  await assert.rejects(inTerminal("echo other; exit 3", [{ await: "Name", type: "x" }], options), {
    message: 'The command ended (3), awaiting "Name"; the screen:\nother\n',
  });
});

Deno.test("a command past the deadline is killed, also one that ignores the hang-up", async () => {
  const lock = await Deno.makeTempFile();
  const command = `exec 9> ${lock}; flock 9; trap '' HUP INT; echo begun; sleep 1000; sleep 1000`;
  const attempt = inTerminal(command, [{ await: "Name", type: "" }], {
    ...options,
    deadline: 10_000,
  });
  await assert.rejects(attempt, {
    message: 'The command was killed at the deadline, awaiting "Name"; the screen:\nbegun\n',
  });
  // The command and its child held the lock: it is free once both are gone.
  const { screen } = await inTerminal(`flock --timeout 20 ${lock} echo free`, [], options);
  assert.equal(screen, "free\n");
  await Deno.remove(lock);
});

Deno.test("without the program that opens terminals the failure says what to install", async () => {
  const nowhere = { ...options, env: { PATH: "/nowhere" } };
  await assert.rejects(inTerminal("true", [], nowhere), { message: /install util-linux/ });
});
