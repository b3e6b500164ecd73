import assert from "node:assert/strict";
import { octalMode, openMode } from "../../src/domain/file_mode.ts";

Deno.test("a mode is shown as chmod takes it, without the kind of file", () => {
  assert.equal(octalMode(0o600), "0600");
  assert.equal(octalMode(0o100640), "0640");
  assert.equal(octalMode(0o41777), "1777");
});

Deno.test("a file is open if any other user may read, write or execute it", () => {
  for (const mode of [0o640, 0o604, 0o660, 0o444, 0o440, 0o601]) {
    assert.equal(openMode({ mode }), octalMode(mode));
    assert.equal(openMode({ mode, isRoots: false }), octalMode(mode));
  }
  for (const mode of [0o600, 0o400, 0o100600, null]) assert.equal(openMode({ mode }), null);
});

Deno.test("a group that root lets read its own file is none of the others", () => {
  for (const mode of [0o640, 0o440, 0o600]) assert.equal(openMode({ mode, isRoots: true }), null);
  for (const mode of [0o660, 0o644, 0o450]) {
    assert.equal(openMode({ mode, isRoots: true }), octalMode(mode));
  }
});
