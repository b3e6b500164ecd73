import assert from "node:assert/strict";
import {
  comesBefore,
  formatPosition,
  MAX_POSITION_LENGTH,
  parsePosition,
} from "../../src/domain/list_position.ts";
import { isRawKey, secretIn } from "../../src/domain/secret_text.ts";

const ID = "7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11";

for (
  const time of [
    "2026-01-28 12:00:00.123456",
    "20260128120000123",
    "2026-01-28T12:00:00.123456789+00:00",
    "1 2026-01-28T12:00:00.000Z",
  ]
) {
  Deno.test(`a position at ${time} is read as it was written`, () => {
    const text = formatPosition({ id: ID, time });
    assert.match(text, /^[A-Za-z0-9._-]+$/);
    assert.ok(text.length <= MAX_POSITION_LENGTH);
    assert.deepEqual(parsePosition(text), { id: ID, time });
    const counted = { id: ID, time, total: 10_000_000 };
    assert.deepEqual(parsePosition(formatPosition(counted)), counted);
    assert.ok(formatPosition(counted).length <= MAX_POSITION_LENGTH);
  });
}

Deno.test("a position of any length is taken for no secret, so that it may be given on a command line", () => {
  const now = "2026-11-30T16:24:27.123456789+00:00".repeat(2);
  for (let length = 1; length <= 64; length++) {
    for (const total of [undefined, ...Array.from({ length: 15 }, (_, digits) => 10 ** digits)]) {
      const text = formatPosition({
        id: ID,
        time: now.slice(0, length),
        ...(total !== undefined && { total }),
      });
      assert.ok(!isRawKey(text) && secretIn(text) === null, text);
    }
  }
});

const base64 = (text: string) =>
  new TextEncoder().encode(text).toBase64({ alphabet: "base64url", omitPadding: true });

for (
  const text of [
    "",
    "2",
    "not base64!",
    ID,
    `${ID}.`,
    `.${base64("1")}`,
    `${ID} ${base64("1")}`,
    `${ID.toUpperCase()}.${base64("1")}`,
    `${ID}.${base64("1")}.${base64("1")}`,
    `${ID}.${base64("1\n2")}`,
    `${ID}.${base64("2026'; drop table x")}`,
    `${ID}.${base64("1".repeat(65))}`,
    `${ID}.${
      new Uint8Array([0xff, 0x20]).toBase64({
        alphabet: "base64url",
        omitPadding: true,
      })
    }`,
    base64(`${ID} 1`),
  ]
) {
  Deno.test(`"${text}" is no position`, () => {
    assert.throws(() => parsePosition(text), { code: "invalid_request" });
  });
}

Deno.test("what is older comes before, and of one time what has the lower id", () => {
  const at = (time: string, id: string) => ({ time, id });
  assert.ok(comesBefore(at("1", "b"), at("2", "a")));
  assert.ok(!comesBefore(at("2", "a"), at("1", "b")));
  assert.ok(comesBefore(at("1", "a"), at("1", "b")));
  assert.ok(!comesBefore(at("1", "b"), at("1", "b")));
});
