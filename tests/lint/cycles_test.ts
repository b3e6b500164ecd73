import assert from "node:assert/strict";
import { messagesOf } from "./run_rules.ts";

/** Imports domain/ids.ts, which imports errors.ts. */
const ERRORS = "src/errors.ts";

const FORMS: readonly ((specifier: string) => string)[] = [
  (specifier) => `import { a } from "${specifier}";`,
  (specifier) => `import "${specifier}";`,
  (specifier) => `import type { A } from "${specifier}";`,
  (specifier) => `import { type A } from "${specifier}";`,
  (specifier) => `export { a } from "${specifier}";`,
  (specifier) => `export type { A } from "${specifier}";`,
  (specifier) => `const load = () => import("${specifier}");`,
  (specifier) => `type A = import("${specifier}").A;`,
];

Deno.test("an import in any form that comes back is refused, once", () => {
  for (const form of FORMS) {
    assert.deepEqual(messagesOf("cycles", ERRORS, form("./domain/ids.ts")), [
      "Cannot import src/domain/ids.ts from src/errors.ts: it imports src/errors.ts again; " +
      "move what both need to a file of its own",
    ], form("./domain/ids.ts"));
  }
});

Deno.test("an import that another file's text does not show is refused", () => {
  const hidden = [`import { a } from /* x */ "./crypto/sha256.ts";`]
    .concat(
      `import "\\x2e/crypto/sha256.ts";`,
      `const load = () => import(/* x */ "./crypto/sha256.ts");`,
    );
  for (const source of hidden) {
    assert.deepEqual(messagesOf("cycles", ERRORS, source), [
      'Cannot read the import: write it plainly, as in from "./a.ts" or import("./a.ts")',
    ], source);
  }
});

Deno.test("the shortest way by which an import comes back is named", () => {
  const [message = ""] = messagesOf("cycles", "src/crypto/sha256.ts", `import "../../main.ts";`);
  assert.match(
    message,
    /: it imports src\/crypto\/sha256\.ts again, by way of src\/cli\/create_context\.ts; /,
  );
});

Deno.test("a file that imports itself is a circle of one", () => {
  assert.deepEqual(messagesOf("cycles", ERRORS, `export { a } from "./errors.ts";`), [
    "Cannot import src/errors.ts from src/errors.ts: it would import itself; " +
    "move what both need to a file of its own",
  ]);
});

Deno.test("tests and scripts are judged like the sources", () => {
  assert.equal(
    messagesOf("cycles", "scripts/lint/rooms.ts", `import { borders } from "./borders.ts";`).length,
    1,
  );
  assert.equal(
    messagesOf("cycles", "tests/testkit/shell.ts", `import { inTool } from "./cli.ts";`).length,
    1,
  );
});

Deno.test("what does not come back passes, also where it leads to no file", () => {
  const source =
    `import "./crypto/sha256.ts"; import "node:fs"; import "zod/mini"; import "./none.ts";
    const path = "./domain/ids.ts"; const load = () => import(path);`;
  assert.deepEqual(messagesOf("cycles", "src/new_file.ts", source), []);
  assert.deepEqual(messagesOf("cycles", ERRORS, source), []);
});
