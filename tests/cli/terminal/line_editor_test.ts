import assert from "node:assert/strict";
import { createLineEditor, type Typed } from "../../../src/cli/terminal/line_editor.ts";

/** Types text or bytes, to the first that ends the line. */
function typed(keys: string | readonly number[]): { readonly end: Typed; readonly line: string } {
  const editor = createLineEditor();
  let end: Typed = "more";
  for (const byte of typeof keys === "string" ? new TextEncoder().encode(keys) : keys) {
    end = editor.type(byte);
    if (end !== "more") break;
  }
  return { end, line: editor.take() };
}

Deno.test("a line is answered by carriage return and by line feed", () => {
  assert.deepEqual(typed("hunter2\rx"), { end: "answered", line: "hunter2" });
  assert.deepEqual(typed("hunter2\nx"), { end: "answered", line: "hunter2" });
  assert.deepEqual(typed("\r"), { end: "answered", line: "" });
  assert.deepEqual(typed("hunter2"), { end: "more", line: "hunter2" });
});

Deno.test("Ctrl-D ends the input, also behind text, and so does an end that was typed ahead", () => {
  for (const keys of ["\x04", "hunter2\x04", "\0", "hunter2\0"]) {
    assert.equal(typed(keys).end, "ended");
  }
});

Deno.test("Ctrl-C and Ctrl-\\ interrupt, also in the middle of an escape sequence", () => {
  for (const keys of ["\x03", "hun\x03", "\x1c", "\x1b[\x03", "\x1bO\x03", "\x1b\x03"]) {
    assert.equal(typed(keys).end, "interrupted");
  }
});

Deno.test("Backspace takes back a character, of any number of bytes", () => {
  for (const key of ["\x7f", "\b"]) {
    assert.equal(typed(`a€${key}b\r`).line, "ab");
    assert.equal(typed(`a🔑${key}${key}b\r`).line, "b");
    assert.equal(typed(`${key}a${key}${key}${key}b\r`).line, "b");
  }
});

Deno.test("Ctrl-W takes back a word, and Ctrl-U the line", () => {
  assert.equal(typed("correct horse\x17cow\r").line, "correct cow");
  assert.equal(typed("correct horse  \x17\x17x\r").line, "x");
  assert.equal(typed("\x17x\r").line, "x");
  assert.equal(typed("correct horse\x15x\r").line, "x");
});

Deno.test("escape sequences are no text: arrows, function keys, Home, what is around a paste", () => {
  assert.equal(typed("a\x1b[D\x1b[1;5Cb\x1bOP\x1b[3~c\r").line, "abc");
  assert.equal(typed("\x1b[200~hunter2\x1b[201~\r").line, "hunter2");
  assert.deepEqual(typed("a\x1b[\rb"), { end: "answered", line: "a" });
});

Deno.test("Escape and Alt leave the character that follows", () => {
  assert.equal(typed("\x1bhunter2\r").line, "hunter2");
  assert.equal(typed("\x1b\x1b[Dhunter2\r").line, "hunter2");
});

Deno.test("other control characters are no text; a tab and a space are", () => {
  assert.equal(typed("a\x1a\x01\x11\x13b\r").line, "ab");
  assert.equal(typed(" a\tb \r").line, " a\tb ");
});

Deno.test("any length, and any character of Unicode", () => {
  const long = "pässwörd 🔑 ".repeat(2000);
  assert.equal(typed(`${long}\r`).line, long);
  assert.equal(typed("\ufeffa\r").line, "\ufeffa");
});

Deno.test("what is not UTF-8 is refused, and none of it is kept", () => {
  const editor = createLineEditor();
  for (const byte of [0x61, 0xe9]) editor.type(byte);
  assert.throws(() => editor.take(), {
    code: "invalid_request",
    message: "Cannot read the answer: it is not UTF-8",
  });
  assert.equal(editor.take(), "");
});
