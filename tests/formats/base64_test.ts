import assert from "node:assert/strict";
import fc from "fast-check";
import { decodeBase64, decodeBase64Url, encodeBase64Url } from "../../src/formats/base64.ts";

const BYTES = fc.uint8Array({ maxLength: 100 });

Deno.test("base64 has one spelling of any bytes", () => {
  fc.assert(fc.property(BYTES, (bytes) => {
    assert.deepEqual(decodeBase64(bytes.toBase64()), Uint8Array.from(bytes));
    assert.deepEqual(decodeBase64Url(encodeBase64Url(bytes)), Uint8Array.from(bytes));
  }));
});

Deno.test("any other spelling is undefined", () => {
  const refused = [
    "A",
    "AA",
    "AAA",
    "AA=",
    "AB==",
    "AAB=",
    "AA==AA==",
    "AA== ",
    " AA==",
    "A A=",
    "====",
    "AA-_",
  ];
  assert.deepEqual(refused.map(decodeBase64), refused.map(() => undefined));
  const refusedUrl = ["A", "AB", "AAB", "AA==", "AA=", "AA ", "AA+/", "AA\n"];
  assert.deepEqual(refusedUrl.map(decodeBase64Url), refusedUrl.map(() => undefined));
});

Deno.test("whatever is decoded was written in its one spelling", () => {
  const text = fc.string({ unit: fc.constantFrom(..."AQgw+/-_= \n"), maxLength: 12 });
  fc.assert(fc.property(text, (text) => {
    const standard = decodeBase64(text);
    if (standard !== undefined) assert.equal(standard.toBase64(), text);
    const url = decodeBase64Url(text);
    if (url !== undefined) assert.equal(encodeBase64Url(url), text);
  }));
});
