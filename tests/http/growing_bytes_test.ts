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

Deno.test("a buffer says how long it will be before it grows, and gets no longer than is expected", () => {
  const lengths: number[] = [];
  const bytes = growingBytes({ most: 10_000, onGrow: (length) => lengths.push(length) });
  assert.deepEqual(lengths, []);
  for (let count = 0; count < 10; count++) bytes.append(new Uint8Array(1000));
  assert.deepEqual(lengths, [4096, 8192, 10_000]);
  assert.equal(bytes.all().buffer.byteLength, 10_000);
  bytes.append(new Uint8Array(1));
  assert.equal(bytes.all().length, 10_001);
});

Deno.test("a buffer that may not grow stays as it is", () => {
  const bytes = growingBytes({
    onGrow: (length) => {
      if (length > 4096) throw new Error("no");
    },
  });
  bytes.append(new Uint8Array(4096).fill(7));
  assert.throws(() => bytes.append(new Uint8Array(1)), { message: "no" });
  assert.deepEqual(bytes.all(), new Uint8Array(4096).fill(7));
});
