import assert from "node:assert/strict";
import { checkExecutable, type ExecutableWanted } from "../../scripts/compile/check_executable.ts";
import { editionPermissions, EDITIONS } from "../../scripts/compile/permissions.ts";
import { syntheticExecutable } from "./synthetic_executable.ts";

const FLAGS = ["--allow-read", "--allow-write", "--allow-env=HOME,NO_COLOR"];

// What Deno 2.7.11 writes for the offline edition's flags.
const PERMISSIONS = {
  allow_env: ["HOME", "NO_COLOR"],
  deny_env: null,
  ignore_env: null,
  allow_net: null,
  deny_net: [],
  allow_ffi: null,
  deny_ffi: [],
  allow_read: [],
  deny_read: null,
  ignore_read: null,
  allow_run: null,
  deny_run: [],
  allow_sys: null,
  deny_sys: [],
  allow_write: [],
  deny_write: null,
  allow_import: ["jsr.io:443"],
  deny_import: [],
  prompt: false,
};
const METADATA = { argv: [], code_cache_key: null, permissions: PERMISSIONS };
const FILES = [{ File: { n: "main.js" } }, { Dir: { n: "d", e: [{ File: { n: "a.js" } }] } }];

function wanted(): ExecutableWanted {
  const offline = EDITIONS.find(({ network }) => !network);
  assert(offline);
  const permissions = editionPermissions(offline, FLAGS);
  return { target: "x86_64-unknown-linux-gnu", permissions, files: ["d/a.js", "main.js"] };
}

function check(metadata: unknown, files: unknown = FILES, machine = 0x3e): void {
  checkExecutable(syntheticExecutable({ metadata, files, machine }), "x", wanted());
}

function assertUnfit(state: string, body: () => void): void {
  assert.throws(body, { code: "invalid_request", message: `Cannot ship x: ${state}` });
}

Deno.test("an executable that is what was asked for passes", () => {
  assert.equal(check(METADATA), undefined);
});

Deno.test("an executable with a code cache is not shipped", () => {
  for (const key of [0, 7, "7", undefined]) {
    const metadata = { ...METADATA, code_cache_key: key };
    assertUnfit("it would load a code cache", () => check(metadata));
  }
});

const WRONG_PERMISSIONS: readonly (readonly [string, Record<string, unknown>])[] = [
  ["its allow_all is true", { allow_all: true }],
  ["its allow_net is []", { allow_net: [] }],
  ['its allow_run is ["sh"]', { allow_run: ["sh"] }],
  ["its allow_env is []", { allow_env: [] }],
  ['its allow_env is ["HOME"]', { allow_env: ["HOME"] }],
  ["its deny_net is null", { deny_net: null }],
  ["its deny_import is null", { deny_import: null }],
  ["its ignore_read is []", { ignore_read: [] }],
  ["it would prompt for permissions", { prompt: true }],
];

for (const [state, change] of WRONG_PERMISSIONS) {
  Deno.test(`an executable is not shipped where ${state}`, () => {
    const metadata = { ...METADATA, permissions: { ...PERMISSIONS, ...change } };
    assertUnfit(state, () => check(metadata));
  });
}

Deno.test("a permission that the executable does not speak of is missed", () => {
  const { deny_ffi: _, ...permissions } = PERMISSIONS;
  assertUnfit("--deny-ffi is not in it", () => check({ ...METADATA, permissions }));
  assertUnfit("it has no permissions", () => check({ ...METADATA, permissions: null }));
});

Deno.test("an executable that carries other files is not shipped", () => {
  const fewer = [{ File: { n: "main.js" } }];
  assertUnfit("it carries main.js and not d/a.js, main.js", () => check(METADATA, fewer));
  const more = [...FILES, { Symlink: { n: "l" } }];
  const state = 'it carries d/a.js, main.js, {"Symlink":{"n":"l"}} and not d/a.js, main.js';
  assertUnfit(state, () => check(METADATA, more));
});

Deno.test("an executable for another target is not shipped", () => {
  const state = "it is not made for x86_64-unknown-linux-gnu";
  assertUnfit(state, () => check(METADATA, FILES, 0xb7));
});

Deno.test("a file without a program is not shipped", () => {
  const file = syntheticExecutable().slice(0, 256);
  const message = "Cannot read x: it carries no program";
  assert.throws(() => checkExecutable(file, "x", wanted()), { code: "invalid_request", message });
});

Deno.test("a damaged program is not shipped", () => {
  const file = syntheticExecutable({ metadata: METADATA, files: FILES });
  const at = new TextDecoder("latin1").decode(file).indexOf("permissions");
  file[at - 1] = 0;
  const message = "Cannot read x: its program is damaged";
  assert.throws(() => checkExecutable(file, "x", wanted()), { code: "invalid_request", message });
});
