import assert from "node:assert/strict";
import * as z from "zod/mini";
import { packageHashField } from "../../src/contract/fields.ts";
import { CloacinaError } from "../../src/errors.ts";
import { PACKAGES } from "../../src/contract/packages.ts";
import { requireValid } from "../../src/contract/require_valid.ts";
import { SIGNATURES } from "../../src/contract/signatures.ts";
import { ORG } from "../operations/kit.ts";

const [SIGN, IMPORT] = [PACKAGES.sign.body!, SIGNATURES.import.body!];

function admit(schema: z.ZodMiniType, value: unknown): unknown {
  return requireValid(schema.safeParse(value, { reportInput: true }), "body");
}

/** What is said of a value that is not admitted. */
function refusal(schema: z.ZodMiniType, value: unknown): string {
  try {
    admit(schema, value);
  } catch (error) {
    assert.ok(error instanceof CloacinaError);
    assert.equal(error.code, "invalid_request");
    assert.match(error.message, /^Cannot read the request: [^\n]+$/);
    return error.message.slice("Cannot read the request: ".length);
  }
  throw new Error("it was admitted");
}

/** A name for each number. */
function nameOf(index: number): string {
  return Array.from(String(index), (digit) => "abcdefghij"[Number(digit)]).join("");
}

const Sample = z.strictObject({
  text: z.string().check(z.minLength(2), z.maxLength(3)),
  number: z.int().check(z.minimum(2), z.maximum(3)),
  choice: z.enum(["a", "b"]),
  list: z.array(packageHashField).check(z.minLength(1), z.maxLength(2)),
  inner: z.strictObject({ flag: z.boolean() }),
});

const HASH = "A".repeat(64);
const GOOD = { text: "ab", number: 2, choice: "a", list: [HASH], inner: { flag: true } };

Deno.test("what is admitted comes out as the program works with it", () => {
  assert.deepEqual(admit(Sample, GOOD), { ...GOOD, list: ["a".repeat(64)] });
});

const REFUSED: readonly (readonly [change: object, message: string])[] = [
  [{ text: undefined }, "body.text is missing"],
  [{ text: null }, "body.text must be string"],
  [{ text: "a" }, "body.text must have at least 2"],
  [{ text: "abcd" }, "body.text must have at most 3"],
  [{ number: 1 }, "body.number must be at least 2"],
  [{ number: 4 }, "body.number must be at most 3"],
  [{ number: 2.5 }, "body.number must be int"],
  [{ number: "2" }, "body.number must be number"],
  [{ choice: "c" }, "body.choice must be one of a, b"],
  [{ list: [] }, "body.list must have at least 1"],
  [{ list: [HASH, HASH, HASH] }, "body.list must have at most 2"],
  [{ list: [HASH, "x"] }, "body.list.1 must be 64 hex characters"],
  [{ list: "x" }, "body.list must be array"],
  [{ inner: {} }, "body.inner.flag is missing"],
  [{ inner: { flag: 1, x: 2 } }, "body.inner.flag must be boolean; body.inner has no field x"],
  [{ seed: 1, key: 2 }, "body has no field seed; body has no field key"],
];

for (const [change, message] of REFUSED) {
  Deno.test(`a request is refused because ${message}`, () => {
    assert.equal(refusal(Sample, { ...GOOD, ...change }), message);
  });
}

Deno.test("what is no object at all is said in one word", () => {
  assert.equal(refusal(Sample, null), "body must be object");
  assert.equal(refusal(Sample, [GOOD]), "body must be object");
  assert.equal(refusal(Sample, undefined), "body is missing");
});

Deno.test("a message says five things at most, and none of them twice", () => {
  const many = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [nameOf(index), 1]));
  assert.equal(refusal(z.strictObject({}), many).split("; ").length, 5);
  const strict = z.string().check(z.regex(/a/, "must be a"), z.regex(/b/, "must be a"));
  assert.equal(refusal(strict, "x"), "body must be a");
});

Deno.test("a name is repeated where it reads like a field's, and a value not at all", () => {
  const record = z.record(z.string(), z.boolean());
  for (const name of ["x".repeat(33), "hunter2", "Field", "a-b", "a\u0000", "é", ""]) {
    assert.equal(refusal(z.strictObject({}), { [name]: "hush" }), "body has an unknown field");
    assert.equal(refusal(record, { [name]: "hush" }), "body.(a field) must be boolean");
  }
  const name = "x".repeat(32);
  assert.equal(refusal(z.strictObject({}), { [name]: "hush" }), `body has no field ${name}`);
  assert.equal(refusal(record, { [name]: "hush" }), `body.${name} must be boolean`);
  for (const change of [{ text: "a secret" }, { choice: "a secret" }, { list: ["a secret"] }]) {
    assert.ok(!refusal(Sample, { ...GOOD, ...change }).includes("secret"));
  }
});

Deno.test("of the two forms of a request to sign, what is said is of the one that was meant", () => {
  assert.equal(
    refusal(SIGN, { package_hash: "x" }),
    "body.package_hash must be 64 hex characters",
  );
  assert.equal(
    refusal(SIGN, { package_hashes: [HASH, 7] }),
    "body.package_hashes.1 must be string",
  );
  assert.equal(
    refusal(SIGN, { package_hashes: [] }),
    "body.package_hashes must have at least 1",
  );
  const many = Array.from({ length: 1001 }, () => HASH);
  assert.equal(
    refusal(SIGN, { package_hashes: many }),
    "body.package_hashes must have at most 1000",
  );
});

Deno.test("a signature in a list is named by its place", () => {
  const signature = {
    package_hash: HASH,
    key_fingerprint: HASH,
    signature: new Uint8Array(64).toBase64(),
    signed_at: "yesterday",
  };
  assert.equal(
    refusal(IMPORT, { org_id: ORG, signatures: [signature] }),
    "body.signatures.0.signed_at must be an RFC 3339 time",
  );
});
