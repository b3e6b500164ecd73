import assert from "node:assert/strict";
import { rowLines, wrap } from "../../../src/cli/command_line/wrap.ts";

Deno.test("text is broken between words, at the width and not before it", () => {
  const text = "sign packages with a key";
  assert.deepEqual(wrap(text, 24), ["sign packages with a key"]);
  assert.deepEqual(wrap(text, 23), ["sign packages with a", "key"]);
  assert.deepEqual(wrap(text, 13), ["sign packages", "with a key"]);
  assert.deepEqual(wrap(text, 13, "  "), ["sign packages", "  with a key"]);
});

Deno.test("a word that is wider than the terminal is not broken", () => {
  assert.deepEqual(wrap("see CLOACINA_API_URL", 10), ["see", "CLOACINA_API_URL"]);
  assert.deepEqual(wrap("CLOACINA_API_URL", 1), ["CLOACINA_API_URL"]);
  assert.deepEqual(wrap("", 1), [""]);
});

Deno.test("rows stand in two columns, and the text goes on below itself", () => {
  const rows = [{ label: "--key REF", text: "Private key to sign with, or -" }, {
    label: "--json",
    text: "Print JSON",
  }];
  assert.deepEqual(rowLines(rows, 48), [
    "  --key REF  Private key to sign with, or -",
    "  --json     Print JSON",
  ]);
  assert.deepEqual(rowLines(rows, 47), [
    "  --key REF  Private key to sign with, or -",
    "  --json     Print JSON",
  ]);
});

Deno.test("where there is no room for two columns the text stands below its label", () => {
  const rows = [{ label: "--key REF", text: "Private key to sign with" }];
  assert.deepEqual(rowLines(rows, 46), [
    "  --key REF",
    "      Private key to sign with",
  ]);
  assert.deepEqual(rowLines(rows, 29), [
    "  --key REF",
    "      Private key to sign",
    "      with",
  ]);
});

Deno.test("a label that is wide keeps no other row from being in two columns", () => {
  const wide = `--${"x".repeat(29)}`;
  assert.deepEqual(rowLines([{ label: wide, text: "one" }, { label: "-y", text: "two" }], 80), [
    `  ${wide}`,
    "      one",
    "  -y  two",
  ]);
});
