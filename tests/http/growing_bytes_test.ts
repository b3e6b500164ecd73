import assert from "node:assert/strict";
import fc from "fast-check";
import { growingBytes } from "../../src/http/growing_bytes.ts";

Deno.test("property: all bytes are there, in their order, whatever pieces they came in", () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 6000 }), { maxLength: 12 }), (pieces) => {
      const bytes = growingBytes();
      pieces.forEach(bytes.append);
      assert.deepEqual([...bytes.all()], pieces.flatMap((piece) => [...piece]));
    }),
  );
});

Deno.test("a piece is copied: whoever lent it may use its buffer for the next one", () => {
  const bytes = growingBytes();
  const piece = new Uint8Array([1, 2]);
  bytes.append(piece);
  bytes.append(piece.fill(3));
  assert.deepEqual([...bytes.all()], [1, 2, 3, 3]);
});

Deno.test("pieces of one byte of a large buffer hold no more than twice what came", () => {
  const bytes = growingBytes();
  const large = new Uint8Array(64 * 1024);
  for (let count = 0; count < 20_000; count++) bytes.append(large.subarray(count, count + 1));
  assert.equal(bytes.all().length, 20_000);
  assert.ok(bytes.all().buffer.byteLength <= 40_000);
});
