import assert from "node:assert/strict";
import { messagesOf } from "./run_rules.ts";

/** The rooms that every later one may import. */
const VALUES = ["errors", "crypto", "domain", "formats", "contract"];

/** A file that stands for each room, and the other rooms that it may import. */
const ROOMS: Readonly<Record<string, { file: string; sees: readonly string[] }>> = {
  errors: { file: "src/errors.ts", sees: [] },
  crypto: { file: "src/crypto/a.ts", sees: ["errors"] },
  domain: { file: "src/domain/a.ts", sees: ["errors", "crypto"] },
  formats: { file: "src/formats/a/b.ts", sees: ["errors", "crypto", "domain"] },
  contract: { file: "src/contract/a.ts", sees: ["errors", "crypto", "domain", "formats"] },
  files: { file: "src/files/a.ts", sees: VALUES },
  store: { file: "src/store/store.ts", sees: VALUES },
  operations: { file: "src/operations/keys/rotate.ts", sees: [...VALUES, "store"] },
  http: { file: "src/http/wire.ts", sees: [...VALUES, "operations"] },
  cli: { file: "src/cli/context.ts", sees: [...VALUES, "files", "store", "operations", "http"] },
  main: { file: "main.ts", sees: [...VALUES, "files", "store", "operations", "http", "cli"] },
};

const FORMS: readonly ((specifier: string) => string)[] = [
  (specifier) => `import a from "${specifier}";`,
  (specifier) => `import { a as b } from "${specifier}";`,
  (specifier) => `import * as a from "${specifier}";`,
  (specifier) => `import "${specifier}";`,
  (specifier) => `import type { A } from "${specifier}";`,
  (specifier) => `import { type A } from "${specifier}";`,
  (specifier) => `import a from "${specifier}" with { type: "json" };`,
  (specifier) => `import a = require("${specifier}");`,
  (specifier) => `export { a } from "${specifier}";`,
  (specifier) => `export type { A } from "${specifier}";`,
  (specifier) => `const load = () => import("${specifier}");`,
  (specifier) => `type A = import("${specifier}").A;`,
  (specifier) => `type A = typeof import("${specifier}");`,
];

Deno.test("every form of import is judged, and only once", () => {
  for (const form of FORMS) {
    const [refused, allowed] = [form("../cli/a.ts"), form("../errors.ts")];
    assert.equal(messagesOf("rooms", "src/domain/a.ts", refused).length, 1, refused);
    assert.deepEqual(messagesOf("rooms", "src/domain/a.ts", allowed), [], allowed);
  }
});

Deno.test("a room imports itself and what stands to its left, and nothing else", () => {
  for (const [here, { file, sees }] of Object.entries(ROOMS)) {
    for (const [there, { file: target }] of Object.entries(ROOMS)) {
      const allowed = here === there || sees.includes(there);
      assert.equal(isAllowed(file, target), allowed, `${file} -> ${target}`);
    }
  }
});

/** Imports that the order alone would allow: from, to, and whether they are. */
const DOORS: readonly (readonly [string, string, boolean])[] = [
  ["src/pages/verifier/a.ts", "src/contract/a.ts", true],
  ["src/pages/verifier/a.ts", "src/files/a.ts", false],
  ["src/http/server/a.ts", "src/pages/verifier/a.ts", false],
  ["src/operations/operations.ts", "src/store/store.ts", true],
  ["src/operations/operations.ts", "src/store/open.ts", false],
  ["src/operations/operations.ts", "src/store/records.ts", false],
  ["src/operations/operations.ts", "src/store/directory/lock.ts", false],
  ["src/operations/operations.ts", "src/files/replace.ts", false],
  ["src/store/open.ts", "src/store/postgres/store.ts", true],
  ["src/store/open.ts", "src/store/sqlite/store.ts", true],
  ["src/store/open.ts", "src/store/directory/store.ts", true],
  ["src/store/store.ts", "src/store/sqlite/store.ts", false],
  ["src/store/store.ts", "src/store/open.ts", false],
  ["src/store/sqlite/store.ts", "src/store/sqlite/rows.ts", true],
  ["src/store/sqlite/store.ts", "src/store/store.ts", true],
  ["src/store/sqlite/store.ts", "src/store/records.ts", true],
  ["src/store/sqlite/store.ts", "src/store/open.ts", false],
  ["src/store/sqlite/store.ts", "src/store/postgres/rows.ts", false],
  ["src/store/postgres/store.ts", "src/store/directory/lock.ts", false],
  ["src/store/directory/store.ts", "src/store/sqlite/rows.ts", false],
  ["src/store/postgres/store.ts", "src/store/sql/first.ts", true],
  ["src/store/directory/store.ts", "src/store/sql/first.ts", false],
  ["src/store/sql/all.ts", "src/store/sql/first.ts", true],
  ["src/store/open.ts", "src/store/sql/first.ts", false],
  ["src/operations/db/migrate.ts", "src/store/sql/first.ts", false],
  ["src/store/directory/store.ts", "src/files/replace.ts", true],
  ["src/store/store.ts", "src/files/replace.ts", false],
  ["src/http/server/server.ts", "src/files/replace.ts", false],
  ["src/http/server/server.ts", "src/store/store.ts", false],
  ["src/http/routes.ts", "src/store/open.ts", false],
  ["src/http/server/server.ts", "src/http/client/client.ts", false],
  ["src/http/client/client.ts", "src/http/server/server.ts", false],
  ["src/http/server/server.ts", "src/http/server/auth.ts", true],
  ["src/http/client/client.ts", "src/http/wire.ts", true],
  ["src/cli/context.ts", "src/files/read.ts", true],
  ["src/cli/context.ts", "src/store/open.ts", true],
  ["src/cli/context.ts", "src/store/postgres/store.ts", false],
  ["src/cli/context.ts", "src/http/client/client.ts", true],
  ["src/cli/terminal/terminal.ts", "src/files/read.ts", true],
  ["src/cli/terminal/terminal.ts", "src/store/store.ts", false],
  ["src/cli/terminal/terminal.ts", "src/http/wire.ts", false],
  ["src/cli/terminal/output.ts", "src/files/read.ts", false],
  ["src/cli/commands/package/sign.ts", "src/files/read.ts", false],
  ["src/cli/commands/package/sign.ts", "src/store/store.ts", false],
  ["src/cli/commands/serve.ts", "src/http/server/server.ts", false],
  ["src/cli/commands/package/sign.ts", "src/operations/package/sign.ts", true],
  ["src/cli/commands/package/sign.ts", "src/cli/context.ts", true],
  ["src/cli/commands/keys/rotate.ts", "src/cli/commands/keys/show.ts", true],
  ["src/cli/commands/keys.ts", "src/cli/commands/keys/show.ts", true],
  ["src/cli/commands/keys/rotate.ts", "src/cli/commands/orgs/list.ts", false],
  ["src/cli/commands/keys/rotate.ts", "src/cli/commands/doctor.ts", false],
  ["src/cli/app.ts", "src/cli/commands/keys/rotate.ts", true],
  ["src/cli/commands/routes.ts", "src/cli/commands/keys/routes.ts", true],
  ["src/cli/commands/routes.ts", "src/cli/commands/doctor.ts", true],
  ["src/cli/commands/keys/routes.ts", "src/cli/commands/orgs/routes.ts", false],
  ["src/cli/commands/keys/routes.ts", "src/cli/commands/routes.ts", false],
  ["src/cli/terminal/output.ts", "src/build.ts", true],
  ["src/cli/commands/doctor.ts", "src/build.ts", true],
  ["src/http/wire.ts", "src/build.ts", false],
  ["main.ts", "src/build.ts", false],
  ["src/build.ts", "src/errors.ts", false],
  ["main.ts", "src/store/sqlite/store.ts", false],
  ["src/cli/app.ts", "main.ts", false],
  ["src/cli/app.ts", "tests/testkit/keys.ts", false],
  ["src/cli/app.ts", "scripts/compile.ts", false],
  ["src/cli/app.ts", "deno.json", false],
  ["main.ts", "scripts/compile.ts", false],
  ["src/cli/app.ts", "src/unknown/a.ts", false],
  ["src/cli/app.ts", "src/loose.ts", false],
];

Deno.test("the doors are narrower than the order", () => {
  for (const [from, to, allowed] of DOORS) {
    assert.equal(isAllowed(from, to), allowed, `${from} -> ${to}`);
  }
});

/** How a file of src/domain/ may name a module, and what is wrong with it, `null` for nothing. */
const SPECIFIERS: readonly (readonly [string, string | null])[] = [
  ["zod/mini", null],
  ["@stricli/core", null],
  ["node:crypto", null],
  ["./a.ts?again", null],
  ["./a.ts#part", null],
  ["./../domain/../cli/a.ts", "domain/ may import only itself"],
  ["../%63li/a.ts", "write the path without escapes"],
  ["./a%2fb.ts", "write the path without escapes"],
  ["../domain\\\\..\\\\cli\\\\a.ts", "write the path without escapes"],
  ["zod", "it is not in the imports of deno.json"],
  ["@cloacina/cli", "it is not in the imports of deno.json"],
  ["npm:zod@4", "pin it in the imports of deno.json"],
  ["jsr:@std/cli", "pin it in the imports of deno.json"],
  ["https://example.org/a.ts", "pin it in the imports of deno.json"],
  ["HTTP://example.org/a.ts", "pin it in the imports of deno.json"],
  ["data:text/javascript,1", "write a relative path"],
  ["file:///a.ts", "write a relative path"],
  ["/src/errors.ts", "write a relative path"],
  ["../../../elsewhere/a.ts", "it lies outside of the project"],
];

Deno.test("a specifier is relative, or a name that deno.json pins", () => {
  for (const [specifier, because] of SPECIFIERS) {
    const found = messagesOf("rooms", "src/domain/a.ts", `import "${specifier}";`);
    assert.equal(found.length, because === null ? 0 : 1, specifier);
    assert.ok(found[0]?.includes(because ?? "") ?? true, `${specifier}: ${found[0]}`);
  }
});

/** Where a file lies, and what is wrong with it, `null` for nothing. */
const PLACES: readonly (readonly [string, string | null])[] = [
  ["main.ts", null],
  ["src/errors.ts", null],
  ["src/build.ts", null],
  ["src/domain/key.ts", null],
  ["src/formats/signature/read.ts", null],
  ["src/store/sqlite/rows.ts", null],
  ["src/store/sql/first.ts", null],
  ["src/loose.ts", "it is in no room"],
  ["src/main.ts", "it is in no room"],
  ["src/errors/codes.ts", "it is in no room"],
  ["src/utils/a.ts", "it is in no room"],
  ["src/crypto/index.ts", "a room has no barrel"],
  ["src/operations/keys/mod.ts", "a room has no barrel"],
  ["src/store/mysql/rows.ts", "the store has no folders but"],
  ["src/store/mysql/deep/rows.ts", "the store has no folders but"],
];

Deno.test("a file lies in a room and is no barrel, also an empty one", () => {
  for (const [path, because] of PLACES) {
    for (const source of ["", "export const a = 1;"]) {
      const found = messagesOf("rooms", path, source);
      assert.equal(found.length, because === null ? 0 : 1, path);
      assert.ok(found[0]?.includes(because ?? "") ?? true, `${path}: ${found[0]}`);
    }
  }
});

/** Sources of src/cli/app.ts and the whole message that each gets. */
const MESSAGES: readonly (readonly [string, string])[] = [
  [
    `export * from "./output.ts";`,
    "Cannot re-export all of ./output.ts from src/cli/app.ts: name each export, there are no barrels",
  ],
  [
    `export * as output from "./output.ts";`,
    "Cannot re-export all of ./output.ts from src/cli/app.ts: name each export, there are no barrels",
  ],
  [
    `await import(name);`,
    "Cannot import a computed path from src/cli/app.ts: write a string literal, deno compile sees no other",
  ],
  [
    "await import(`./output.ts`);",
    "Cannot import a computed path from src/cli/app.ts: write a string literal, deno compile sees no other",
  ],
  [
    `import "../../main.ts";`,
    "Cannot import main.ts from src/cli/app.ts: cli/ may import only itself and what is left of it in " +
    "errors.ts < crypto/ < domain/ < formats/ < contract/ < pages/ < files/ < store/ < operations/ < http/ < cli/ < main.ts",
  ],
  [
    `import "../http/client/client.ts";`,
    "Cannot import src/http/client/client.ts from src/cli/app.ts: only cli/context.ts, cli/create_context.ts and main.ts may " +
    "(a command does not know whether it is local or remote)",
  ],
  [
    `import "../store/sqlite/rows.ts";`,
    "Cannot import src/store/sqlite/rows.ts from src/cli/app.ts: only store/open.ts may " +
    "(back ends never see each other and nobody else sees one)",
  ],
  [
    `import "../../tests/testkit/keys.ts";`,
    "Cannot import tests/testkit/keys.ts from src/cli/app.ts: it is in no room, and a room imports nothing else",
  ],
];

Deno.test("a message says what is wrong and who may, in one line", () => {
  for (const [source, message] of MESSAGES) {
    assert.deepEqual(messagesOf("rooms", "src/cli/app.ts", source), [message]);
  }
});

Deno.test("what only looks like an import is none", () => {
  for (
    const source of [
      `new URL("../cli/a.ts", import.meta.url);`,
      `const text = 'import "../cli/a.ts"';`,
      `// import "../cli/a.ts";`,
      `export const a = 1; export { a as b };`,
    ]
  ) assert.deepEqual(messagesOf("rooms", "src/domain/a.ts", source), [], source);
});

Deno.test("tests, scripts and other projects keep no order", () => {
  const source = `import "../../src/cli/app.ts"; import "npm:zod"; export * from "./a.ts";`;
  for (const path of ["tests/a/b_test.ts", "scripts/a/b.ts", "../other/src/domain/a.ts"]) {
    assert.deepEqual(messagesOf("rooms", path, source), [], path);
  }
});

function isAllowed(from: string, to: string): boolean {
  const up = "../".repeat(from.split("/").length - 1);
  const found = messagesOf("rooms", from, `import type { A } from "./${up}${to}";`);
  assert.ok(found.length <= 1, found.join("\n"));
  return found.length === 0;
}
