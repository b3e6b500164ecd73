import assert from "node:assert/strict";
import { uploadWarnings } from "../../src/domain/upload.ts";

const ARCHIVE = new TextEncoder().encode("BZh9");
const MIB = 1024 * 1024;

const NO_ARCHIVE = "the package is not a .cloacina archive (bzip2): the server answers 400 to it";

Deno.test("an archive that fits into a request raises no warning", () => {
  for (const size of [4, MIB, 100 * MIB - 1024]) {
    assert.deepEqual(uploadWarnings({ size, head: ARCHIVE }), []);
  }
  for (const level of "123456789") {
    const head = new TextEncoder().encode(`BZh${level}`);
    assert.deepEqual(uploadWarnings({ size: 9, head }), []);
  }
});

for (
  const text of ["\x7fELF", "PK\x03\x04", "\x1f\x8b\x08\x00", "BZh0", "BZh", "BZ", "bzh9", "BZip"]
) {
  Deno.test(`what begins with ${JSON.stringify(text)} is no archive`, () => {
    const head = Uint8Array.from(text, (character) => character.charCodeAt(0));
    assert.deepEqual(uploadWarnings({ size: 100, head }), [NO_ARCHIVE]);
  });
}

Deno.test("an empty file is empty, and nothing else", () => {
  const warning = "the package is empty: the server answers 400 to it";
  assert.deepEqual(uploadWarnings({ size: 0, head: new Uint8Array() }), [warning]);
});

Deno.test("what does not fit into a request of 100 MiB, with a form around it, is too large", () => {
  for (const size of [100 * MIB - 1023, 100 * MIB, 101 * MIB]) {
    const [warning, ...others] = uploadWarnings({ size, head: ARCHIVE });
    assert.match(warning!, new RegExp(`^the package has ${size} bytes`));
    assert.deepEqual(others, []);
  }
  assert.equal(uploadWarnings({ size: 101 * MIB, head: new Uint8Array(4) }).length, 2);
});
