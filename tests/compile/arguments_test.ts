import assert from "node:assert/strict";
import { parseCompileArguments } from "../../scripts/compile/arguments.ts";
import { TARGETS } from "../../scripts/compile/targets.ts";

const DEFAULTS = {
  targets: [],
  runtimeFrom: undefined,
  release: false,
  outputDir: undefined,
  deno: undefined,
  help: false,
};

function assertRefused(args: readonly string[], message: string | RegExp): void {
  assert.throws(() => parseCompileArguments(args), { code: "invalid_request", message });
}

Deno.test("without options, this system's executables go to dist of the checkout", () => {
  assert.deepEqual(parseCompileArguments([]), DEFAULTS);
});

Deno.test("a target may be repeated, and counts once", () => {
  const linux = "x86_64-unknown-linux-gnu";
  const mac = "aarch64-apple-darwin";
  const { targets } = parseCompileArguments([
    "--target",
    linux,
    "--target",
    mac,
    "--target",
    linux,
  ]);
  assert.deepEqual(targets, [linux, mac]);
});

Deno.test("--all-targets is all of them", () => {
  assert.deepEqual(parseCompileArguments(["--all-targets"]).targets, Object.keys(TARGETS));
  assert.equal(Object.keys(TARGETS).length, 5);
});

Deno.test("an unknown target is refused, also one that an object happens to have", () => {
  for (const target of ["sparc", "", "toString", "__proto__"]) {
    assertRefused(["--target", target], `Cannot compile for ${target}: no such target`);
  }
});

Deno.test("a release takes no reused runtime", () => {
  const message =
    "Cannot compile a release with --runtime-from: its runtime comes from Deno itself";
  assertRefused(["--release", "--runtime-from", "old"], message);
  assert.deepEqual(parseCompileArguments(["--release"]), { ...DEFAULTS, release: true });
  const reused = parseCompileArguments(["--runtime-from", "old"]);
  assert.deepEqual(reused, { ...DEFAULTS, runtimeFrom: "old" });
});

Deno.test("one runtime is not reused for several targets", () => {
  const message = "Cannot reuse one runtime for several targets: each needs its own";
  assertRefused(["--all-targets", "--runtime-from", "old"], message);
});

Deno.test("what is not an option is refused", () => {
  for (const args of [["--bogus"], ["dist"], ["--target"], ["--release=yes"], ["-A"]]) {
    assertRefused(args, /^Cannot read the options: /);
  }
});
