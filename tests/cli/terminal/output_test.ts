import assert from "node:assert/strict";
import { formatFields } from "../../../src/cli/terminal/output.ts";

Deno.test("values stand in one column behind their labels", async () => {
  const fields = [["name", "release-key"], ["fingerprint", "65b6"]] as const;
  assert.equal(await formatFields(fields, null), "name         release-key\nfingerprint  65b6\n");
});

Deno.test("a value from outside cannot make lines of its own, or move the cursor", async () => {
  const fields = [["file", "a\nsigned by  me\x1b[1A"]] as const;
  assert.equal(await formatFields(fields, null), "file  a\\nsigned by  me\\x1b[1A\n");
});

Deno.test("no fields, no lines", async () => {
  assert.equal(await formatFields([], null), "");
});

Deno.test("a value that is wider than the terminal goes on below, in its column", async () => {
  const fields = [["name", "ci"], ["fingerprint", "0123456789abcdef0123"]] as const;
  assert.equal(
    await formatFields(fields, 24),
    "name         ci\nfingerprint  0123456789a\n             bcdef0123\n",
  );
  assert.equal(await formatFields(fields, 14), "name\nci\nfingerprint\n0123456789abcd\nef0123\n");
});

Deno.test("cells are counted, not characters", async () => {
  assert.equal(await formatFields([["name", "日本語の鍵"]], 14), "name  日本語の\n      鍵\n");
});

Deno.test("a value of several words is broken between them", async () => {
  assert.equal(
    await formatFields([["at", "2026-01-28 (claimed, not signed)"]], 20),
    "at  2026-01-28\n    (claimed, not\n    signed)\n",
  );
});
