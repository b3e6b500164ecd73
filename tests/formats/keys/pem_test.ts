import assert from "node:assert/strict";
import fc from "fast-check";
import { decodePem, readPem, writePem } from "../../../src/formats/keys/pem.ts";

const CONTENT = fc.uint8Array({ minLength: 1, maxLength: 200 });
const LABEL = fc.constantFrom("PUBLIC KEY", "X509 CRL", "A");

Deno.test("what is written in PEM is read again, with lines of 64 and of 70", () => {
  fc.assert(
    fc.property(
      LABEL,
      CONTENT,
      fc.constantFrom(64 as const, 70 as const),
      (label, bytes, length) => {
        const text = writePem(label, bytes, length);
        const [block, ...others] = readPem(`before\n${text}after\n`);
        assert.deepEqual([block?.label, others.length], [label, 0]);
        assert.deepEqual(decodePem(block!), Uint8Array.from(bytes));
        assert.ok(text.split("\n").every((line) => line.length <= length));
      },
    ),
  );
});

Deno.test("text without a boundary has no block", () => {
  assert.deepEqual(readPem(""), []);
  assert.deepEqual(readPem("----- BEGIN A-----\n --\n-----\n"), []);
});

Deno.test("any text is read as blocks or refused with a SyntaxError", () => {
  const line = fc.constantFrom(
    "-----BEGIN A-----",
    "-----END A-----",
    "-----BEGIN ",
    "AAAA",
    "",
    "x: y",
    "=",
  );
  fc.assert(fc.property(fc.array(line, { maxLength: 6 }), (lines) => {
    try {
      readPem(lines.join("\n")).forEach(decodePem);
    } catch (error) {
      assert.ok(error instanceof SyntaxError);
    }
  }));
});
