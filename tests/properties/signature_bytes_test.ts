import assert from "node:assert/strict";
import fc from "fast-check";
import { CloacinaError } from "../../src/errors.ts";
import { parseDetachedSignature } from "../../src/formats/signature/detached_signature.ts";
import { serializeDetachedSignature } from "../../src/formats/signature/serialize_detached_signature.ts";
import { SIGNED_PACKAGE } from "../testkit/signed_package.ts";

const good = new TextEncoder().encode(SIGNED_PACKAGE.signatureFile);

/**
 * Parses bytes as a signature: the result is one that reads back the same after it is written, and anything else is
 * `malformed_signature`. Returns whether it was parsed.
 */
function parseOrRefuse(bytes: Uint8Array): boolean {
  try {
    const signature = parseDetachedSignature(bytes, "pkg.sig");
    const rewritten = new TextEncoder().encode(serializeDetachedSignature(signature));
    assert.deepEqual(parseDetachedSignature(rewritten, "pkg.sig"), signature);
    return true;
  } catch (error) {
    assert(error instanceof CloacinaError, String(error));
    assert.equal(error.code, "malformed_signature");
    assert(error.message.startsWith('Cannot read the signature "pkg.sig": '), error.message);
    return false;
  }
}

function splice(start: number, removed: number, inserted: Uint8Array): Uint8Array {
  return new Uint8Array([...good.slice(0, start), ...inserted, ...good.slice(start + removed)]);
}

Deno.test("property: any bytes are a signature or malformed_signature, and never another error", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => {
    assert.equal(parseOrRefuse(bytes), false);
  }));
});

Deno.test("property: any text and any JSON are a signature or malformed_signature", () => {
  const text = fc.oneof(fc.string({ unit: "binary" }), fc.json());
  fc.assert(fc.property(text, (text) => {
    assert.equal(parseOrRefuse(new TextEncoder().encode(text)), false);
  }));
});

Deno.test("property: the good file with a piece of it replaced by any bytes", () => {
  const start = fc.nat(good.length);
  const edit = fc.tuple(start, fc.nat(40), fc.uint8Array({ maxLength: 40 }));
  fc.assert(
    fc.property(edit, ([at, removed, inserted]) => {
      parseOrRefuse(splice(at, removed, inserted));
    }),
    { numRuns: 1000 },
  );
});

Deno.test("property: the good fields with any of them replaced by any JSON value, and any others beside them", () => {
  const names = Object.keys(JSON.parse(SIGNED_PACKAGE.signatureFile));
  const replaced = fc.dictionary(fc.constantFrom(...names), fc.jsonValue(), { maxKeys: 2 });
  const others = fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 3 });
  fc.assert(fc.property(replaced, others, (replaced, others) => {
    const fields = { ...others, ...JSON.parse(SIGNED_PACKAGE.signatureFile), ...replaced };
    const isParsed = parseOrRefuse(new TextEncoder().encode(JSON.stringify(fields)));
    assert.equal(isParsed, Object.keys(replaced).length === 0);
  }));
});

Deno.test("every file that is the good one cut off is malformed_signature, but for the last newline", () => {
  for (let length = 0; length < good.length - 1; length++) {
    assert.equal(parseOrRefuse(good.slice(0, length)), false, `${length} bytes`);
  }
  assert.equal(parseOrRefuse(good.slice(0, -1)), true);
});

Deno.test("every single flipped bit of the good file is parsed or malformed_signature", () => {
  for (let bit = 0; bit < good.length * 8; bit++) {
    const flipped = good.slice();
    flipped[bit >> 3]! ^= 1 << (bit & 7);
    parseOrRefuse(flipped);
  }
});
