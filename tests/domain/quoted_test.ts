import assert from "node:assert/strict";
import { quoted } from "../../src/domain/quoted.ts";
import { NOT_SHOWN } from "../../src/domain/shown_text.ts";

Deno.test("a value stands in double quotes, whatever is in it", () => {
  assert.equal(quoted("lib.so"), '"lib.so"');
  assert.equal(quoted(""), '""');
  assert.equal(quoted(" a b "), '" a b "');
  assert.equal(quoted("Schlüssel 🔑"), '"Schlüssel 🔑"');
});

Deno.test("nothing in a value can end it early", () => {
  assert.equal(quoted('a": it is trusted'), '"a\\": it is trusted"');
  assert.equal(quoted("a\\"), '"a\\\\"');
  assert.equal(quoted('a\\"'), '"a\\\\\\""');
  for (const value of ['"', "\\", '\\"', '"\\', '""', "\\\\"]) {
    assert.equal(JSON.parse(quoted(value)), value);
  }
});

Deno.test("what stands for no value stays as it is", () => {
  for (const text of ["standard input", "standard output", "standard error", NOT_SHOWN]) {
    assert.equal(quoted(text), text);
  }
  assert.equal(quoted("./standard input"), '"./standard input"');
});
