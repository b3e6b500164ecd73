import assert from "node:assert/strict";
import fc from "fast-check";
import { parseMasterKey, serializeMasterKey } from "../../../src/formats/keys/master_key.ts";

const key = Uint8Array.from({ length: 32 }, (_, index) => index + 1);

Deno.test("64 hex characters in either case and base64 of 32 bytes are read, white space around them trimmed", () => {
  const hex = key.toHex();
  const texts = [
    hex,
    hex.toUpperCase(),
    `${hex}\n`,
    `\r\n\t ${hex} \r\n`,
    key.toBase64(),
    `${key.toBase64()}\n`,
  ];
  for (const text of texts) assert.deepEqual(parseMasterKey(text, "KEY"), key);
});

Deno.test("everything else is invalid_key, names where it stood and quotes nothing of it", () => {
  const hex = key.toHex();
  const base64 = key.toBase64();
  const bad = [
    ...["0", hex.slice(1), `${hex}0`, `0x${hex}`, `${hex.slice(0, 32)}\n${hex.slice(32)}`],
    ...[`${hex.slice(0, 63)}g`, base64.slice(0, -1), `${base64}=`, base64.replace("=", "")],
    ...[key.slice(1).toBase64(), new Uint8Array([...key, 1]).toBase64()],
    ...[`${base64.slice(0, 20)} ${base64.slice(20)}`, base64.replace(/.=$/, "B="), `${base64}A`],
    ...[
      new Uint8Array(32).fill(0xfb).toBase64({ alphabet: "base64url" }),
      "correct horse battery staple",
    ],
  ];
  for (const text of bad) {
    assert.throws(() => parseMasterKey(text, "the file k"), (error: unknown) => {
      const { code, message } = error as { code: string; message: string };
      assert.equal(code, "invalid_key", text);
      assert.equal(
        message,
        'Cannot read the master key in "the file k": it is neither 64 hex characters nor base64 of 32 bytes',
      );
      return true;
    });
  }
});

Deno.test("what is empty is said to be, and another hint is given where another is right", () => {
  for (const text of ["", " ", "\r\n"]) {
    assert.throws(() => parseMasterKey(text, "KEY"), {
      code: "invalid_key",
      message: 'Cannot read the master key in "KEY": it is empty',
      hint:
        "give the master key of this store; `cloacina master-key generate` is only for a new store",
    });
    assert.throws(() => parseMasterKey(text, "KEY", "make one"), { hint: "make one" });
  }
});

Deno.test("a key of zeros is refused in both spellings", () => {
  const zeros = new Uint8Array(32);
  for (const text of [zeros.toHex(), zeros.toBase64()]) {
    assert.throws(() => parseMasterKey(text, "KEY"), {
      code: "invalid_key",
      message: "Cannot accept the master key: it is all zero, as if it had not been set",
    });
  }
});

Deno.test("what is written is read again, for every key but zeros", () => {
  const keys = fc.uint8Array({ minLength: 32, maxLength: 32 }).filter((bytes) =>
    bytes.some(Boolean)
  );
  fc.assert(fc.property(keys, (bytes) => {
    const copy = Uint8Array.from(bytes);
    assert.deepEqual(parseMasterKey(serializeMasterKey(copy), "KEY"), copy);
    assert.deepEqual(parseMasterKey(copy.toBase64(), "KEY"), copy);
  }));
  assert.equal(serializeMasterKey(key), `${key.toHex()}\n`);
});
