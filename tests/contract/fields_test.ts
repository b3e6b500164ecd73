import assert from "node:assert/strict";
import fc from "fast-check";
import * as z from "zod/mini";
import * as fields from "../../src/contract/fields.ts";
import { statementTermsField } from "../../src/contract/statements.ts";
import { fromEnvelope, PAYLOAD_TYPE } from "../../src/formats/statement/envelope.ts";

function admits(schema: z.ZodMiniType, value: unknown): boolean {
  return schema.safeParse(value).success;
}

const UUID = "aaaaaaaa-0000-4000-8000-00000000000a";

Deno.test("an id is a UUID in its one form, whose letters may be of either case", () => {
  for (const field of [fields.orgIdField, fields.keyIdField, fields.tokenIdField]) {
    assert.equal(field.parse(UUID.toUpperCase()), UUID);
    for (
      const other of [
        UUID.replaceAll("-", ""),
        `{${UUID}}`,
        `urn:uuid:${UUID}`,
        `${UUID}\n`,
        ` ${UUID}`,
        UUID.slice(1),
        `${UUID}0`,
        UUID.replace("a", "g"),
        "",
        null,
        7,
      ]
    ) assert.ok(!admits(field, other), JSON.stringify(other));
  }
});

Deno.test("a hash and a fingerprint are 64 hex characters of either case", () => {
  for (const field of [fields.fingerprintField, fields.packageHashField]) {
    assert.equal(field.parse("AbCdEf01".repeat(8)), "abcdef01".repeat(8));
    for (const other of ["a".repeat(63), "a".repeat(65), `${"a".repeat(64)}\n`, "g".repeat(64)]) {
      assert.ok(!admits(field, other), other);
    }
  }
});

Deno.test("how a fingerprint begins is 8 to 64 hex characters", () => {
  const field = fields.fingerprintOrIdField;
  for (const good of ["abcdef01", "ABCDEF01", "a".repeat(64)]) assert.ok(admits(field, good), good);
  for (const other of ["abcdef0", "a".repeat(65), "abcdef0g", "abcdef01/", "..%2fabcd"]) {
    assert.ok(!admits(field, other), other);
  }
});

const BYTES_FIELDS = [[fields.publicKeyField, 32], [fields.signatureField, 64]] as const;

Deno.test("property: bytes travel in base64 and come back as they were", () => {
  for (const [field, length] of BYTES_FIELDS) {
    const bytes = fc.uint8Array({ minLength: length, maxLength: length });
    fc.assert(fc.property(bytes, (given) => {
      const sent = z.encode(field, Uint8Array.from(given));
      assert.equal(sent, given.toBase64());
      assert.deepEqual(z.decode(field, sent), Uint8Array.from(given));
    }));
  }
});

Deno.test("bytes have one spelling: every other is refused", () => {
  for (const [field, length] of BYTES_FIELDS) {
    const good = new Uint8Array(length).fill(0xfb).toBase64();
    assert.ok(admits(field, good));
    const unpadded = good.replace(/=+$/, "");
    const last = unpadded.at(-1)!;
    const strayBits = ALPHABET.filter((letter) => letter !== last)
      .map((letter) => `${unpadded.slice(0, -1)}${letter}${good.slice(unpadded.length)}`)
      .filter((text) => Uint8Array.fromBase64(text).toBase64() !== text);
    assert.equal(strayBits.length, (3 - length % 3) % 3 === 1 ? 48 : 60);
    for (
      const other of [
        ...strayBits,
        unpadded,
        `${good}=`,
        `${good}\n`,
        ` ${good}`,
        `${good.slice(0, 10)} ${good.slice(10)}`,
        good.replaceAll("+", "-").replaceAll("/", "_"),
        new Uint8Array(length - 1).toBase64(),
        new Uint8Array(length + 1).toBase64(),
        new Uint8Array(length * 2).toBase64(),
        "",
      ]
    ) assert.ok(!admits(field, other), JSON.stringify(other));
  }
});

const ALPHABET = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"];

Deno.test("a time is any of RFC 3339, and is sent in UTC in whole seconds", () => {
  for (
    const [given, sent] of [
      ["2026-01-28T12:00:00Z", "2026-01-28T12:00:00Z"],
      ["2026-01-28t12:00:00.123456789z", "2026-01-28T12:00:00Z"],
      ["2026-01-28T12:00:00+05:30", "2026-01-28T06:30:00Z"],
      ["2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z"],
      ["0000-01-01T00:00:00Z", "0001-01-01T00:00:00Z"],
      ["9999-12-31T23:59:59-23:59", "9999-12-31T23:59:59Z"],
    ] as const
  ) {
    assert.equal(z.encode(fields.timeField, fields.timeField.parse(given)), sent);
    assert.equal(fields.timeTextField.parse(given), given);
  }
  const long = `2026-01-28T12:00:00.${"1".repeat(100)}Z`;
  for (const other of ["2026-01-28", "2026-02-30T12:00:00Z", "1769601600", "now", 0, null]) {
    assert.ok(!admits(fields.timeField, other), String(other));
    assert.ok(!admits(fields.timeTextField, other), String(other));
  }
  assert.ok(!admits(fields.timeField, long));
  assert.equal(fields.timeTextField.parse(long), long);
});

Deno.test("the total of a list is a whole number from 0 on", () => {
  const list = fields.itemsOf(z.string());
  assert.deepEqual(list.parse({ items: ["a"], total: 7, more: 1 }), { items: ["a"], total: 7 });
  for (const total of [-1, 0.5, 2 ** 53, "1", null, undefined, NaN, Infinity]) {
    assert.ok(!admits(list, { items: [], total }), String(total));
  }
});

Deno.test("where a list goes on is a short text", () => {
  const list = fields.itemsOf(z.string());
  const part = { items: ["a"], total: 7, next: "YWJj" };
  assert.deepEqual(list.parse(part), part);
  for (const next of ["", "x".repeat(161), 7, null]) {
    assert.ok(!admits(list, { ...part, next }), String(next));
  }
});

Deno.test("a statement in a request is read as one in a file is, whatever its key ID", () => {
  const payload = new TextEncoder().encode("{}").toBase64();
  const sig = new Uint8Array(64).toBase64();
  for (const id of [{ keyid: "" }, { keyid: "abc" }, {}]) {
    const envelope = { payload, payloadType: PAYLOAD_TYPE, signatures: [{ ...id, sig }] };
    assert.deepEqual(fields.givenStatementField.parse(envelope), fromEnvelope(envelope));
  }
});

Deno.test("an expiry in a request is the whole second that is signed", () => {
  const terms = statementTermsField.parse({ expires_at: "2027-01-31T12:00:00.999Z" });
  assert.equal(terms!.expires!.toISOString(), "2027-01-31T12:00:00.000Z");
});
