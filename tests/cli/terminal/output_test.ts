import assert from "node:assert/strict";
import { formatFields } from "../../../src/cli/terminal/output.ts";

Deno.test("values stand in one column behind their labels", () => {
  const fields = [["name", "release-key"], ["fingerprint", "65b6"]] as const;
  assert.equal(formatFields(fields), "name         release-key\nfingerprint  65b6\n");
  assert.equal(formatFields(fields, "  "), "  name         release-key\n  fingerprint  65b6\n");
});

Deno.test("a value from outside cannot make lines of its own, or move the cursor", () => {
  const fields = [["file", "a\nsigned by  me\x1b[1A"]] as const;
  assert.equal(formatFields(fields), "file  a\\nsigned by  me\\x1b[1A\n");
});

Deno.test("no fields, no lines", () => {
  assert.equal(formatFields([]), "");
});
