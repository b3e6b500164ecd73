import assert from "node:assert/strict";
import fc from "fast-check";
import { packageHashBytes, toPackageHash } from "../../src/domain/package_hash.ts";

Deno.test("a hash is written in lower-case hex", () => {
  const digest = Uint8Array.from({ length: 32 }, (_, index) => 0xff - index);
  const hash = "fffefdfcfbfaf9f8f7f6f5f4f3f2f1f0efeeedecebeae9e8e7e6e5e4e3e2e1e0";
  assert.equal(toPackageHash(digest), hash);
});

Deno.test("property: the bytes of a hash are the digest that it was made of", () => {
  fc.assert(fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (digest) => {
    assert.deepEqual(packageHashBytes(toPackageHash(digest)), new Uint8Array(digest));
  }));
});
