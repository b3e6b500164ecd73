import assert from "node:assert/strict";
import { parseTranscript } from "./transcript_parse.ts";

const texts = (lines: readonly { readonly text: string }[]) => lines.map(({ text }) => text);

Deno.test("a transcript is read into needs, builds, steps and files", () => {
  const transcript = parseTranscript(
    "t.txt",
    [
      "# what it shows",
      "needs: openssl ssh-keygen",
      "only: cloacina cloacina-offline",
      "",
      "$ first",
      "> one",
      "! warning",
      ">",
      "? 11",
      "# between",
      "$ second \\",
      "  $ --more",
      "> …",
      "-- a/b.txt --",
      "$ not a command",
      "",
      "-----BEGIN PUBLIC KEY-----",
      "-- empty --",
      "",
    ].join("\n"),
  );
  assert.equal(transcript.name, "t.txt");
  assert.deepEqual(transcript.needs, ["openssl", "ssh-keygen"]);
  assert.deepEqual(transcript.only, ["cloacina", "cloacina-offline"]);
  const [first, second, ...others] = transcript.steps;
  assert.equal(others.length, 0);
  assert.equal(first!.line, 5);
  assert.equal(first!.command, "first");
  assert.deepEqual(texts(first!.stdout.lines), ["one", ""]);
  assert.deepEqual(texts(first!.stderr.lines), ["warning"]);
  assert.equal(first!.code, 11);
  assert.equal(second!.line, 11);
  assert.equal(second!.command, "second \\\n  $ --more");
  assert.deepEqual(second!.stdout, { lines: [], open: true });
  assert.deepEqual(second!.stderr, { lines: [], open: false });
  assert.equal(second!.code, 0);
  assert.deepEqual([...transcript.files], [
    ["a/b.txt", "$ not a command\n\n-----BEGIN PUBLIC KEY-----\n"],
    ["empty", ""],
  ]);
});

Deno.test("a transcript without headers is about every build and needs nothing", () => {
  const { needs, only } = parseTranscript("t.txt", "$ true\n");
  assert.deepEqual(needs, []);
  assert.deepEqual(only, ["source", "cloacina", "cloacina-offline"]);
});

Deno.test("needs above a command that is not the first are of that command alone", () => {
  const { needs, steps } = parseTranscript(
    "t.txt",
    "needs: zsh\n$ a\n> b\n\nneeds: openssl fish\n# why\n$ c\n$ d\n",
  );
  assert.deepEqual(needs, ["zsh"]);
  assert.deepEqual(steps.map((step) => step.needs), [[], ["openssl", "fish"], []]);
});

const FAULTS: readonly (readonly [fault: string, text: string, message: RegExp])[] = [
  ["no final newline", "$ true", /^t\.txt: the last line has no newline$/],
  ["no command", "# nothing\n", /^t\.txt: no command$/],
  ["output before a command", "> x\n$ true\n", /^t\.txt:1: neither /],
  ["a forgotten sign", "$ echo x\nx\n", /^t\.txt:2: neither /],
  ["a sign without its space", "$ echo x\n>x\n", /^t\.txt:2: neither /],
  ["a command without its space", "$true\n", /^t\.txt:1: neither /],
  ["an indented command", "$ true\n $ false\n", /^t\.txt:2: neither /],
  ["a header below a command", "$ true\nonly: cloacina\n$ true\n", /^t\.txt:2: neither /],
  ["needs of no command", "$ true\nneeds: a\n", /^t\.txt: no command below the last needs$/],
  ["needs that are given twice", "$ a\nneeds: b\nneeds: c\n$ d\n", /^t\.txt:3: given twice$/],
  ["a header given twice", "needs: a\nneeds: b\n$ true\n", /^t\.txt:2: given twice$/],
  [
    "an unknown build",
    "only: cloacina-ofline\n$ true\n",
    /^t\.txt:1: only: knows .*cloacina-ofline/,
  ],
  ["two exit codes", "$ true\n? 0\n? 0\n", /^t\.txt:3: given twice$/],
  ["an exit code that is no number", "$ true\n? no\n", /^t\.txt:2: an exit code is a number$/],
  ["a line after the open end", "$ true\n> …\n> x\n", /^t\.txt:3: a line after the …/],
  ["white space that nobody sees", "$ true\n> x \n", /^t\.txt:2: white space at the end/],
  ["an unknown named placeholder", "$ true\n> <finger:a>\n", /^t\.txt:2: <finger:a>: no such/],
  ["a file outside", "$ true\n-- ../x --\n", /^t\.txt:2: not a file under .*\.\.\/x$/],
  ["an absolute file", "$ true\n-- /etc/x --\n", /^t\.txt:2: not a file under .*\/etc\/x$/],
  ["two files of one name", "$ true\n-- x --\n-- x --\n", /^t\.txt:2: two files are named x$/],
];

for (const [fault, text, message] of FAULTS) {
  Deno.test(`a transcript is refused for ${fault}`, () => {
    assert.throws(() => parseTranscript("t.txt", text), { message });
  });
}
