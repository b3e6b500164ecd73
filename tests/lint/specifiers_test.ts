import assert from "node:assert/strict";
import { resolve } from "../../scripts/lint/specifiers.ts";

const IMPORTS = {
  "zod": "npm:zod@4",
  "zod/mini": "npm:zod@4/mini",
  "files": "node:fs",
  "@/": "./src/",
  "terminal": "../src/cli/terminal/terminal.ts",
  "rooted": "/src/cli/terminal/terminal.ts",
  "far/": "https://example.org/",
};

Deno.test("a bare name leads where deno.json says, the longest key first", () => {
  const url = (specifier: string) => resolve(specifier, "src/domain/a.ts", IMPORTS);
  assert.deepEqual(url("zod"), { kind: "module", url: "npm:zod@4" });
  assert.deepEqual(url("zod/v4"), { kind: "module", url: "npm:zod@4" });
  assert.deepEqual(url("zod/mini"), { kind: "module", url: "npm:zod@4/mini" });
  assert.deepEqual(url("far/a.ts"), { kind: "module", url: "https://example.org/" });
  assert.equal(url("zodiac").kind, "refused");
});

Deno.test("an alias hides neither a node: module nor a file of the project", () => {
  assert.deepEqual(resolve("files", "src/domain/a.ts", IMPORTS), {
    kind: "module",
    url: "node:fs",
  });
  for (const alias of ["@/cli/terminal.ts", "terminal", "rooted"]) {
    assert.deepEqual(resolve(alias, "src/domain/a.ts", IMPORTS), {
      kind: "refused",
      because: "write the relative path, not an alias for it",
    });
  }
});

Deno.test("a relative path leads to a path of the project, whatever way round it goes", () => {
  for (const specifier of ["../cli/a.ts", "./../../src/cli/a.ts", "../domain/../cli/./a.ts?b#c"]) {
    const target = { kind: "file", path: "src/cli/a.ts" };
    assert.deepEqual(resolve(specifier, "src/domain/a.ts", IMPORTS), target);
  }
});
