import assert from "node:assert/strict";
import fc from "fast-check";
import { compareProviderPaths } from "../../../src/formats/signature/provider_digest.ts";

const utf8 = (text: string) => new TextEncoder().encode(text);

/** The order of bytes, of which a beginning comes first. */
function compareBytes(left: Uint8Array, right: Uint8Array): number {
  const index = left.findIndex((byte, at) => byte !== right[at]);
  if (index === -1) return left.length - right.length;
  return left[index]! - (right[index] ?? -1);
}

const path = fc.array(
  fc.constantFrom("a", "b", "/", "-", ".", "é", "\uff5e", "\ue000", "𝒳", "\u{10ffff}"),
  { maxLength: 6 },
).map((parts) => parts.join(""));

Deno.test("paths are in the order of their bytes in UTF-8, and not of their UTF-16 units", () => {
  fc.assert(fc.property(path, path, (left, right) => {
    const [ours, theirs] = [
      compareProviderPaths(left, right),
      compareBytes(utf8(left), utf8(right)),
    ];
    assert.equal(Math.sign(ours), Math.sign(theirs));
  }));
  assert.ok(compareProviderPaths("\uff5e", "𝒳") < 0);
  assert.ok("\uff5e" > "𝒳");
});
