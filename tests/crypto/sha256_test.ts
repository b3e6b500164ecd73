import assert from "node:assert/strict";
import fc from "fast-check";
import { DIGEST_LENGTH, sha256, sha256Hex, sha256Stream } from "../../src/crypto/sha256.ts";

/** FIPS 180-2, appendix B, and the empty message. */
const VECTORS: readonly (readonly [message: string, digest: string])[] = [
  ["", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
  ["abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"],
  [
    "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
    "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
  ],
  ["a".repeat(1_000_000), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"],
];

Deno.test("the vectors of FIPS 180 come out, at once, as hex and as a stream", () => {
  for (const [message, digest] of VECTORS) {
    const bytes = new TextEncoder().encode(message);
    assert.equal(sha256(bytes).toHex(), digest);
    assert.equal(sha256Hex(bytes), digest);
    const stream = sha256Stream();
    stream.update(bytes);
    assert.equal(stream.digest().toHex(), digest);
  }
});

Deno.test("property: however the bytes are cut into chunks, the stream's digest is that of the whole", () => {
  const chunks = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 20 });
  fc.assert(fc.property(chunks, (parts) => {
    const stream = sha256Stream();
    for (const part of parts) stream.update(part);
    const digest = stream.digest();
    assert.equal(digest.length, DIGEST_LENGTH);
    assert.deepEqual(digest, sha256(new Uint8Array(parts.flatMap((part) => [...part]))));
  }));
});
