import assert from "node:assert/strict";
import {
  compileArguments,
  compileFailure,
  type ExecutablePlan,
} from "../../scripts/compile/build_executable.ts";
import { REHEARSAL_FLAGS } from "../../scripts/compile/rehearsal.ts";

const PLAN: ExecutablePlan = {
  deno: "deno",
  denoVersion: "2.7.11",
  target: "aarch64-apple-darwin",
  permissions: [{ verb: "allow", name: "env", values: ["HOME", "TERM"] }],
  bundle: "/bundle",
  files: ["chunk.js", "hash_worker.js", "main.js"],
  runtimePath: undefined,
  output: "/out/cloacina",
};

// As Deno 2.7.11 prints it where its host cannot be reached.
const NO_DOWNLOAD = `Compile main.js to ../dl/a
error: Writing deno compile executable to temporary file '/out/cloacina.tmp-433b5204287a0367'

Caused by:
    0: Setting up base binary.
    1: error sending request for url (https://dl.deno.land/release/v2.7.11/denort-x.zip)
`;

Deno.test("an executable is always compiled without a code cache and without prompts", () => {
  const args = compileArguments(PLAN);
  assert.equal(args.filter((arg) => arg === "--no-code-cache").length, 1);
  assert.equal(args.filter((arg) => arg === "--no-prompt").length, 1);
});

Deno.test("an executable and the rehearsal of its start tell V8 the same", () => {
  const told = (args: readonly string[]) => args.filter((arg) => arg.startsWith("--v8-flags="));
  assert.deepEqual(told(compileArguments(PLAN)), ["--v8-flags=--max-semi-space-size=4"]);
  assert.deepEqual(told(REHEARSAL_FLAGS), told(compileArguments(PLAN)));
});

Deno.test("every file of the bundle is embedded, and its entry is the program", () => {
  const args = compileArguments(PLAN);
  const include = ["--include", "chunk.js", "--include", "hash_worker.js"];
  const target = ["--target", "aarch64-apple-darwin", "--output", "/out/cloacina", "main.js"];
  assert.deepEqual(args.slice(-10), ["--allow-env=HOME,TERM", ...include, ...target]);
});

Deno.test("a runtime that cannot be downloaded is said in a line, with what to try", () => {
  const { code, message, hint } = compileFailure(PLAN, NO_DOWNLOAD);
  assert.equal(code, "io_failed");
  const state = "Deno could not download its runtime";
  assert.equal(message, `Cannot compile for aarch64-apple-darwin: ${state}`);
  assert.equal(
    hint,
    "where its download host is out of reach, pass --runtime-from EXE, an executable that " +
      "Deno 2.7.11 compiled for Linux; docs/getting-started.md says how",
  );
});

Deno.test("any other failure is told in Deno's own words", () => {
  const { code, message, hint } = compileFailure(PLAN, "Compile main.js\nerror: No space left\n");
  assert.equal(code, "invalid_request");
  assert.equal(message, "Cannot compile for aarch64-apple-darwin: No space left");
  assert.equal(hint, undefined);
});

Deno.test("a download is no excuse where the runtime was given", () => {
  const { code } = compileFailure({ ...PLAN, runtimePath: "/runtime" }, NO_DOWNLOAD);
  assert.equal(code, "invalid_request");
});
