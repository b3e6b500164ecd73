import assert from "node:assert/strict";
import type { Tool } from "./tool.ts";
import { runTranscript } from "./transcript.ts";
import { parseTranscript } from "./transcript_parse.ts";

const HASH = "a".repeat(64);

// Prints its arguments, one a line in brackets, then does what the first one says.
const FAKE = `
printf '[%s]\\n' "$@"
case "$1" in
  fingerprint) echo ${HASH} ;;
  fail) echo "error: $2" >&2; exit 11 ;;
  home) printf '%s\\n' "$HOME" "$CLOACINA_HOME" "$SECRET_OF_THE_START" ;;
esac
`;

const fake: Tool = {
  kind: "source",
  command: ["sh", "-c", FAKE, "cloacina"],
  env: { SECRET_OF_THE_START: "it's set" },
};

function run(lines: readonly string[], deadline?: number): Promise<void> {
  return runTranscript(parseTranscript("t.txt", `${lines.join("\n")}\n`), fake, deadline);
}

async function failure(lines: readonly string[], deadline?: number): Promise<string> {
  const error = await run(lines, deadline).then(() => undefined, (error: unknown) => error);
  assert.ok(error instanceof assert.AssertionError, `passed, or threw ${error}`);
  return error.message;
}

Deno.test("the tool gets the arguments that the shell makes of what was typed", async () => {
  await run([
    `$ cloacina sign 'a b' "$(printf 'c\\nd')" \\`,
    `    '"' *.txt`,
    "> [sign]",
    "> [a b]",
    "> [c",
    "> d]",
    '> ["]',
    "> [one.txt]",
    "> [two.txt]",
    "-- two.txt --",
    "-- one.txt --",
  ]);
});

Deno.test("pipes, redirections and files work as in any shell, and files last", async () => {
  await run([
    "$ cloacina x > out && cat in/here.txt >> out",
    "$ wc -l < out | tr -d ' '",
    "> 3",
    "$ cat",
    "$ yes | head -n 1",
    "> y",
    "-- in/here.txt --",
    "first",
    "",
  ]);
});

Deno.test("stdout, stderr and exit code are told apart", async () => {
  await run([
    "$ cloacina fail 'it is so'",
    "? 11",
    "! error: it is so",
    "> [fail]",
    "> [it is so]",
    "$ kill -9 $$",
    "? 137",
  ]);
});

Deno.test("what was captured must be the same later, and is a variable of later commands", async () => {
  await run([
    "$ cloacina fingerprint",
    "> [fingerprint]",
    "> <fingerprint:it>",
    '$ echo "the $it"; echo "$it" >&2',
    "> the <fingerprint:it>",
    "! <fingerprint:it>",
  ]);
  assert.equal(
    await failure(["$ cloacina fingerprint", "> …", "$ echo a; echo b", "> <any:x>", "> <any:x>"]),
    [
      "",
      "t.txt:3: not as expected (- expected, + printed)",
      "  $ echo a; echo b",
      "  > a",
      "- > <any:x>",
      "+ > b",
      "  with x = a",
    ].join("\n"),
  );
});

Deno.test("the environment is fixed, and what only the tool's start needs is hidden from it", async () => {
  await run([
    "$ env | cut -d= -f1 | grep -v -e '^_$' -e '^PWD$' -e '^OLDPWD$' -e '^SHLVL$' | sort",
    "> CLOACINA_HOME",
    "> HOME",
    "> LC_ALL",
    "> PATH",
    "> TERM",
    "> TZ",
    '$ echo "$TZ $LC_ALL $TERM"; umask; ls -A "$HOME"',
    "> UTC C.UTF-8 dumb",
    "> 0022",
    "$ cloacina home",
    "> [home]",
    "> <path:home>",
    "> <path:home>/.cloacina",
    "> it's set",
    "$ test -t 0 || test -t 1 || test -t 2 || (: < /dev/tty) 2> refused",
    "? 2",
  ]);
});

Deno.test("every difference is shown with its line, and the lines that agree around it", async () => {
  const message = await failure([
    "$ printf '1\\n2\\n3\\n4\\n'; echo careful >&2; exit 3",
    "> 1",
    "> two",
    "> more",
    "> 4",
    "! careful",
    "? 4",
    "",
    "$ printf 'a \\033'; exit 2",
    "? 2",
    "$ true",
    "> printed",
  ]);
  assert.equal(
    message,
    [
      "",
      "t.txt:1: not as expected (- expected, + printed)",
      "  $ printf '1\\n2\\n3\\n4\\n'; echo careful >&2; exit 3",
      "  > 1",
      "- > two",
      "- > more",
      "+ > 2",
      "+ > 3",
      "  > 4",
      "  ! careful",
      "- ? 4",
      "+ ? 3",
      "",
      "t.txt:9: not as expected (- expected, + printed)",
      "  $ printf 'a \\033'; exit 2",
      "+ > a <0x1b><no newline>",
      "  ? 2",
      "",
      "t.txt:11: not as expected (- expected, + printed)",
      "  $ true",
      "- > printed",
    ].join("\n"),
  );
});

for (const command of ["echo x", "echo x >&2", "exit 1", "echo", "printf x"]) {
  Deno.test(`nothing expected means nothing: ${command} is a failure`, async () => {
    assert.match(await failure([`$ ${command}`]), /^\nt\.txt:1: not as expected/);
  });
}

Deno.test("an open end takes any further lines, and still asserts those before it", async () => {
  await run(["$ seq 9", "> 1", "> …", "$ seq 1", "> 1", "> …", "$ true", "> …", "! …"]);
  assert.match(await failure(["$ seq 9", "> 2", "> …"]), /\n- > 2\n\+ > 1\n/);
  assert.match(await failure(["$ seq 1", "> 1", "> 2", "> …"]), /\n- > 2\n/);
});

Deno.test("what a command leaves running is killed when it ends", async () => {
  await run(["$ sleep 1000 &", "$ echo next", "> next"]);
});

Deno.test("a program that is not installed is a failure that says what to install", async () => {
  assert.equal(
    await failure(["needs: sh no-such-program", "$ true"]),
    "t.txt needs no-such-program: install no-such-program",
  );
});
