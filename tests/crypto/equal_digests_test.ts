import assert from "node:assert/strict";
import { equalDigests } from "../../src/crypto/equal_digests.ts";

const digest = "0123456789abcdef".repeat(4);

Deno.test("a digest equals itself", () => {
  assert.equal(equalDigests(digest, `${digest}`), true);
});

Deno.test("a digest that differs in any one character is another", () => {
  for (let at = 0; at < digest.length; at++) {
    const other = `${digest.slice(0, at)}x${digest.slice(at + 1)}`;
    assert.equal(equalDigests(digest, other), false, other);
    assert.equal(equalDigests(other, digest), false, other);
  }
});

Deno.test("a text of another length, case or alphabet is another, and never an error", () => {
  const others = ["", digest.slice(1), `${digest}0`, digest.toUpperCase(), "é".repeat(64)];
  for (const other of others) {
    assert.equal(equalDigests(digest, other), false, other);
    assert.equal(equalDigests(other, digest), false, other);
  }
});
