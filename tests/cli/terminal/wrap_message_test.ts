import assert from "node:assert/strict";
import { wrapMessage } from "../../../src/cli/terminal/wrap_message.ts";

Deno.test("a message is broken between words, and no line is wider than the terminal", async () => {
  assert.equal(
    await wrapMessage("error: Cannot read the key: it is empty", 20),
    "error: Cannot read\nthe key: it is empty",
  );
  assert.equal(await wrapMessage("one two", null), "one two");
  assert.equal(await wrapMessage("one two", 0), "one two");
});

Deno.test("a word that is too wide, and a command in backquotes, stay whole", async () => {
  assert.equal(await wrapMessage("see 0123456789 there", 8), "see\n0123456789\nthere");
  assert.equal(
    await wrapMessage("run `keys list --all` to see them", 12),
    "run\n`keys list --all`\nto see them",
  );
});

Deno.test("characters of two cells count as two", async () => {
  assert.equal(await wrapMessage("日本 日本 日本", 9), "日本 日本\n日本");
});
