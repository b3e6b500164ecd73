import assert from "node:assert/strict";
import fc from "fast-check";
import { type DerValue, readDer } from "../../../src/formats/keys/der.ts";
import { der, join } from "../../testkit/key_bytes.ts";

const { fromHex } = Uint8Array;

Deno.test("a value is read with its tag, its content and its children", () => {
  const value = readDer(fromHex("3008020105a10304011f"));
  assert.equal(value.tag, 0x30);
  assert.deepEqual(value.children.map(({ tag, content }) => [tag, content.toHex()]), [
    [0x02, "05"],
    [0xa1, "04011f"],
  ]);
  assert.equal(value.children[1]?.children[0]?.content.toHex(), "1f");
});

Deno.test("contents are views, so that wiping the file wipes them", () => {
  const file = fromHex("300304011f");
  const [octets] = readDer(file).children;
  file.fill(0);
  assert.equal(octets?.content.toHex(), "00");
});

Deno.test("BER that is not DER is refused", () => {
  for (
    const hex of [
      "30810302010 0".replace(" ", ""),
      "3080020100" + "0000",
      "308200030201 00".replace(" ", ""),
    ]
  ) {
    assert.throws(() => readDer(fromHex(hex)), SyntaxError, hex);
  }
});

Deno.test("anything but one whole value is refused", () => {
  for (
    const hex of ["", "30", "3001", "0201", "02010000", "3002020100", "300402010002", "1f810001aa"]
  ) {
    assert.throws(() => readDer(fromHex(hex)), SyntaxError, hex);
  }
});

Deno.test("a tree of values is read as it was written, at every length of length", () => {
  const leaf = fc.uint8Array({ maxLength: 300 }).map((bytes) => der("04", bytes));
  const tree = fc.array(leaf, { maxLength: 4 }).map((leaves) => der("30", ...leaves));
  fc.assert(fc.property(fc.array(tree, { maxLength: 3 }), (trees) => {
    const file = der("30", ...trees);
    assert.deepEqual(write(readDer(file)), file);
  }));
});

Deno.test("whatever is read has no other spelling", () => {
  const good = der("30", "020100", der("30", "06032b6570"), der("04", der("04", "00".repeat(32))));
  const change = fc.record({ at: fc.nat(good.length - 1), byte: fc.nat(255) });
  fc.assert(
    fc.property(change, ({ at, byte }) => {
      const file = good.with(at, byte);
      let value: DerValue;
      try {
        value = readDer(file);
      } catch (error) {
        return assert.ok(error instanceof SyntaxError);
      }
      assert.deepEqual(write(value), file);
    }),
    { numRuns: 2000 },
  );
});

function write({ tag, content, children }: DerValue): Uint8Array<ArrayBuffer> {
  const tagHex = tag.toString(16).padStart(2, "0");
  return tag & 0x20 ? der(tagHex, ...children.map(write)) : der(tagHex, join(content));
}
