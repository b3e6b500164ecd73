import assert from "node:assert/strict";
import fc from "fast-check";
import { toKeyName } from "../../src/domain/key_name.ts";
import { CloacinaError } from "../../src/errors.ts";

function assertRefused(name: string, state: string): void {
  assert.throws(() => toKeyName(name), (error: unknown) => {
    assert(error instanceof CloacinaError);
    assert.equal(error.code, "invalid_request");
    assert.equal(error.message, `Cannot use the key name: ${state}`);
    return true;
  });
}

Deno.test("a name is taken as it is: spaces, quotes, slashes, any script", () => {
  const names = [
    "release-key",
    " a b ",
    'it\'s "it"',
    "../../etc/passwd",
    "ключ",
    "鍵",
    "🔑",
    "-",
    "0",
  ];
  for (const name of names) assert.equal(toKeyName(name), name);
});

Deno.test("an empty name is refused, and so is one of white space", () => {
  for (const name of ["", " ", "   ", "\u00a0", "\u3000"]) assertRefused(name, "it is empty");
});

Deno.test("control characters of both sets are refused", () => {
  const codes = [
    ...Array(0x20).keys(),
    ...Array.from({ length: 0x21 }, (_, index) => 0x7f + index),
  ];
  assert.equal(codes.length, 65);
  for (const code of codes) {
    assertRefused(`a${String.fromCharCode(code)}b`, "it has control characters");
  }
});

Deno.test("a lone surrogate is refused: two such names would become one in UTF-8", () => {
  for (const name of ["\ud800", "a\udc00", "\udc00\ud800"]) {
    assertRefused(name, "it has control characters");
  }
});

Deno.test("255 bytes are taken, 256 are not: bytes count, not characters", () => {
  assert.equal(toKeyName("a".repeat(255)).length, 255);
  assertRefused("a".repeat(256), "it has 256 bytes, and 255 is the most");
  assert.equal(toKeyName("é".repeat(127)).length, 127);
  assertRefused("é".repeat(128), "it has 256 bytes, and 255 is the most");
  assertRefused("🔑".repeat(64), "it has 256 bytes, and 255 is the most");
});

Deno.test("property: a name comes back as it was, or is invalid_request", () => {
  fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 300 }), (name) => {
    try {
      assert.equal(toKeyName(name), name);
      assert.equal(new TextDecoder().decode(new TextEncoder().encode(name)), name);
    } catch (error) {
      assert(error instanceof CloacinaError, String(error));
      assert.equal(error.code, "invalid_request");
    }
  }));
});
