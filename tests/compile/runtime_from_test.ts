import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import {
  denoVersionOf,
  type RuntimeWanted,
  takeRuntime,
} from "../../scripts/compile/runtime_from.ts";
import { SYNTHETIC_RUNTIME_LENGTH, syntheticExecutable } from "./synthetic_executable.ts";

const WANTED: RuntimeWanted = { target: "x86_64-unknown-linux-gnu", denoVersion: "2.7.11" };

function assertRefused(file: Uint8Array, state: string, wanted = WANTED): void {
  const message = `Cannot reuse the runtime of x: ${state}`;
  assert.throws(() => takeRuntime(file, "x", wanted), { code: "invalid_request", message });
}

Deno.test("the runtime is taken out, with its SHA-256", () => {
  const file = syntheticExecutable();
  const bytes = file.subarray(0, SYNTHETIC_RUNTIME_LENGTH);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  assert.deepEqual(takeRuntime(file, "x", WANTED), { bytes, sha256 });
});

Deno.test("an executable for another processor is refused", () => {
  const arm = syntheticExecutable({ machine: 0xb7 });
  assertRefused(arm, "it is made for aarch64-unknown-linux-gnu, not for x86_64-unknown-linux-gnu");
  assertRefused(
    syntheticExecutable({ machine: 0xf3 }),
    "it is made for another processor, not for x86_64-unknown-linux-gnu",
  );
  const wanted: RuntimeWanted = { ...WANTED, target: "aarch64-unknown-linux-gnu" };
  assert.equal(takeRuntime(arm, "x", wanted).bytes.length, SYNTHETIC_RUNTIME_LENGTH);
});

Deno.test("an executable of macOS or Windows is refused, for its program is woven in", () => {
  const machO = syntheticExecutable();
  new DataView(machO.buffer).setUint32(0, 0xcffaedfe);
  assertRefused(machO, "it is a Mach-O file, and only an ELF file can be taken apart");
  const pe = syntheticExecutable();
  const view = new DataView(pe.buffer);
  view.setUint16(0, 0x4d5a);
  view.setUint32(0x3c, 128, true);
  view.setUint32(128, 0x50450000);
  assertRefused(pe, "it is a PE file, and only an ELF file can be taken apart");
});

Deno.test("a file that is no executable is refused", () => {
  const state = "it is not an executable of Linux, macOS or Windows";
  assertRefused(new Uint8Array(0), state);
  assertRefused(new Uint8Array(63), state);
  assertRefused(new TextEncoder().encode("#!/bin/sh\n".repeat(20)), state);
  const farAway = syntheticExecutable();
  new DataView(farAway.buffer).setUint16(0, 0x4d5a);
  new DataView(farAway.buffer).setUint32(0x3c, 0xffff_fff0, true);
  assertRefused(farAway, state);
});

Deno.test("an executable that another version of Deno compiled is refused", () => {
  const state = "Deno 2.7.1 compiled it, and this is Deno 2.7.11";
  const older = syntheticExecutable({ denoVersion: "2.7.1" });
  assertRefused(older, state);
  assert.throws(() => takeRuntime(older, "x", WANTED), {
    hint: "build with that Deno: `npx -y deno@2.7.1 task compile --runtime-from x`",
  });
  const newer = "Deno 2.7.11 compiled it, and this is Deno 2.7.1";
  assertRefused(syntheticExecutable(), newer, { ...WANTED, denoVersion: "2.7.1" });
  assertRefused(
    syntheticExecutable({ denoVersion: "?" }),
    "it does not say which Deno compiled it",
  );
});

Deno.test("the version is read from the user agent that names a commit", () => {
  const versionOf = (text: string) => denoVersionOf(new TextEncoder().encode(text));
  assert.equal(versionOf("Deno/0.80.0grpcDeno/2.9.6Deno/2.9.6+e518fbde518"), "2.9.6");
  assert.equal(versionOf("Deno/2.9.0-rc.1+e518fbd"), "2.9.0-rc.1");
  assert.equal(versionOf("Deno/2.9.6+"), undefined);
  assert.equal(versionOf(""), undefined);
});
