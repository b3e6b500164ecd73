import assert from "node:assert/strict";
import fc from "fast-check";
import { requireJsonBounds } from "../../../src/formats/json/json_bounds.ts";

/** How many parts it counts: the least bound that lets the text through. */
function partsOf(text: string): number {
  for (let most = 0;; most++) {
    try {
      requireJsonBounds(text, most);
      return most;
    } catch (error) {
      assert.deepEqual(
        [(error as Error).name, (error as Error).message],
        ["SyntaxError", `it has more than ${most} parts`],
      );
    }
  }
}

Deno.test("a part is a brace or bracket that opens, or a comma", () => {
  assert.equal(partsOf('{"a": [1, 2, {}], "b": 3}'), 6);
  assert.equal(partsOf("[[],[],[]]"), 6);
  assert.equal(partsOf("7"), 0);
});

Deno.test("what stands in a string is no part and no level, whatever is escaped before its end", () => {
  assert.equal(partsOf(JSON.stringify(["[,{", '",[', '\\",[', "\\", '\\\\"[', ",".repeat(99)])), 6);
  assert.equal(partsOf(`"${"[".repeat(1000)}"`), 0);
  assert.equal(partsOf('["a,[{'), 1);
  assert.equal(partsOf('["a\\",[{'), 1);
});

Deno.test("property: JSON has the parts and levels that its value has", () => {
  const count = (value: unknown): number => {
    if (typeof value !== "object" || value === null) return 0;
    const inner = Object.values(value);
    return 1 + Math.max(0, inner.length - 1) + inner.reduce((sum, one) => sum + count(one), 0);
  };
  fc.assert(fc.property(fc.json({ maxDepth: 5, noUnicodeString: false }), (text) => {
    const value = JSON.parse(text);
    assert.equal(partsOf(text), count(value));
    assert.equal(partsOf(JSON.stringify(value, null, 2)), count(value));
  }));
});

Deno.test("32 levels are let through, and one more is not, whatever comes after it", () => {
  requireJsonBounds("[".repeat(32) + "]".repeat(32), Infinity);
  requireJsonBounds("[[]]".repeat(1000), Infinity);
  for (const text of ["[".repeat(33), '{"a":'.repeat(1e5), "[".repeat(33) + "]".repeat(33)]) {
    assert.throws(() => requireJsonBounds(text, Infinity), {
      name: "SyntaxError",
      message: "it nests deeper than 32 levels",
    });
  }
});

Deno.test("a million backslashes are let through, for which an expression that goes back would take hours", () => {
  assert.doesNotThrow(() => requireJsonBounds(`"${'\\"'.repeat(500_000)}`, 0));
  assert.doesNotThrow(() => requireJsonBounds(`"${"\\".repeat(1_000_000)}"`, 0));
});
