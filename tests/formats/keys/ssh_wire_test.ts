import assert from "node:assert/strict";
import fc from "fast-check";
import { sshReader, sshString, sshUint32 } from "../../../src/formats/keys/ssh_wire.ts";
import { join } from "../../testkit/key_bytes.ts";

Deno.test("what is written is read again, to the end", () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.nat(2 ** 32 - 1), fc.uint8Array(), (first, number, rest) => {
      const reader = sshReader(join("ff", sshString(first), sshUint32(number), rest).subarray(1));
      assert.deepEqual(reader.string(), Uint8Array.from(first));
      assert.equal(reader.uint32(), number);
      assert.deepEqual(reader.rest(), Uint8Array.from(rest));
      reader.end();
    }),
  );
});

Deno.test("a text is written in UTF-8", () => {
  assert.equal(sshString("aé").toHex(), "0000000361c3a9");
});

Deno.test("a reader never reads past its end, and notices what is left", () => {
  const bytes = Uint8Array.fromHex("0000000500");
  assert.throws(() => sshReader(bytes).string(), SyntaxError);
  assert.throws(() => sshReader(bytes).bytes(6), SyntaxError);
  assert.throws(() => sshReader(bytes.slice(0, 3)).uint32(), SyntaxError);
  assert.throws(() => sshReader(bytes).end(), SyntaxError);
});
