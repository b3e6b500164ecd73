import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { bareImports, importedPackages } from "../../scripts/release/imported_packages.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

Deno.test("what a source imports by a name is found, at once or later, types or values", () => {
  const source = `import "a";
import type { B } from "@scope/b/part";
import { join } from "node:path";
import { c } from "./c.ts";
export * from
  "d";
const e = await import("e");
const text = "from \\"nowhere\\" or Array.from(\\", \\")";
`;
  assert.deepEqual(bareImports(source), ["a", "@scope/b/part", "d", "e"]);
});

Deno.test("the program imports what it is released with, and no package that only tests or benchmarks need", async () => {
  const names = (await importedPackages(ROOT)).map((id) => id.slice(0, id.lastIndexOf("@")));
  for (const name of ["@stricli/core", "hono", "postgres", "string-width", "zod"]) {
    assert.ok(names.includes(name), name);
  }
  for (const name of ["ajv", "autocannon", "fast-check"]) assert.ok(!names.includes(name), name);
});
