import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import fc from "fast-check";
import {
  API_TOKEN_BYTES,
  formatApiToken,
  hashApiToken,
  isApiToken,
} from "../../src/formats/api_token.ts";

const token = `clk_${"A".repeat(43)}`;

Deno.test("a token is its prefix and 32 bytes in base64url without padding", () => {
  assert.equal(API_TOKEN_BYTES, 32);
  assert.equal(formatApiToken(new Uint8Array(32)), token);
  const bytes = Uint8Array.from({ length: 32 }, (_, index) => 0xfb - index);
  assert.equal(formatApiToken(bytes), "clk_-_r5-Pf29fTz8vHw7-7t7Ovq6ejn5uXk4-Lh4N_e3dw");
});

Deno.test("whatever is formatted has the form of a token", () => {
  const bytes = fc.uint8Array({ minLength: 32, maxLength: 32 });
  fc.assert(fc.property(bytes, (random) => {
    const text = formatApiToken(random);
    assert.match(text, /^clk_[A-Za-z0-9_-]{43}$/);
    assert.ok(isApiToken(text));
  }));
});

Deno.test("what has another prefix, length or spelling is no token", () => {
  const bad = [
    ...["", "clk_", "A".repeat(43), token.slice(0, -1), `${token}A`],
    ...[token.toUpperCase(), token.replace("clk_", "clk-"), token.replace("clk_", "cl_")],
    ...[`${token}=`, ` ${token}`, `${token} `, `${token}\n`, token.replace("A", " A")],
    // The last character has two bits that belong to no byte.
    ...["B", "C", "D"].map((last) => `${token.slice(0, -1)}${last}`),
    ...["+", "/", "é", "\0"].map((other) => `clk_${other}${"A".repeat(42)}`),
    ...[31, 33, 64].map((length) => formatApiToken(new Uint8Array(length))),
  ];
  for (const text of bad) assert.equal(isApiToken(text), false, JSON.stringify(text));
});

Deno.test("what is kept is the SHA-256 of the whole text, prefix and all", () => {
  const expected = createHash("sha256").update(token, "utf8").digest("hex");
  assert.equal(hashApiToken(token), expected);
  assert.equal(expected, "4af4d79f2178502f49884d1db61a474a37f7c865c5c03b7359ebeca60cfd54ee");
});
