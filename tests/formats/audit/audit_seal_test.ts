import assert from "node:assert/strict";
import fc from "fast-check";
import type { AuditSeal } from "../../../src/domain/audit_seal.ts";
import type { Fingerprint } from "../../../src/domain/fingerprint.ts";
import {
  auditSealMessage,
  parseAuditSeal,
  serializeAuditSeal,
} from "../../../src/formats/audit/audit_seal.ts";
import { parseDetachedSignature } from "../../../src/formats/signature/detached_signature.ts";
import { serializeDetachedSignature } from "../../../src/formats/signature/serialize_detached_signature.ts";
import { toPackageHash } from "../../../src/domain/package_hash.ts";

const hex64 = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => bytes.toHex());

const seals: fc.Arbitrary<AuditSeal> = fc.record({
  start: hex64,
  head: hex64,
  lines: fc.integer({ min: 1 }),
  keyFingerprint: hex64.map((text) => text as Fingerprint),
  signature: fc.uint8Array({ minLength: 64, maxLength: 64 }).map((bytes) => new Uint8Array(bytes)),
  sealedAt: fc.constant("2026-01-28T12:00:00Z"),
}, { noNullPrototype: true });

const SEAL = fc.sample(seals, { numRuns: 1, seed: 7 })[0]!;
const TEXT = serializeAuditSeal(SEAL);

function parse(text: string): AuditSeal {
  return parseAuditSeal(new TextEncoder().encode(text), "s.seal");
}

function assertMalformed(text: string, state: RegExp): void {
  assert.throws(() => parse(text), { code: "malformed_signature", message: state });
}

Deno.test("what is written is read", () => {
  fc.assert(fc.property(seals, (seal) => {
    assert.deepEqual(parse(serializeAuditSeal(seal)), seal);
  }));
});

Deno.test("the message has every field that counts, and is never as long as that of a package", () => {
  assert.equal(
    new TextDecoder().decode(auditSealMessage(SEAL)),
    `cloacina audit log seal v1\n${SEAL.start}\n${SEAL.head}\n${SEAL.lines}\n`,
  );
  fc.assert(fc.property(seals, (seal) => {
    assert.ok(auditSealMessage(seal).length > 32);
  }));
});

Deno.test("a field that is missing or has another form is named", () => {
  const edits: readonly (readonly [RegExp | string, string, RegExp])[] = [
    ['"version": 1', '"version": 2', /version must be 1$/],
    ['  "kind": "audit-log-seal",\n', "", /kind is missing$/],
    ["audit-log-seal", "package", /kind must be audit-log-seal$/],
    ["ed25519", "rsa", /algorithm must be ed25519$/],
    [SEAL.start, SEAL.start.slice(1), /start must be 64 lower-case hex characters$/],
    [SEAL.head, SEAL.head.toUpperCase(), /head must be 64 lower-case hex characters$/],
    [/"lines": \d+/, '"lines": 0', /lines must be 1 or more$/],
    [/"lines": \d+/, '"lines": 1.5', /lines must be a whole number$/],
    [/"lines": \d+/, '"lines": "1"', /lines must be a whole number$/],
    [/"lines": \d+/, '"lines": 9007199254740993', /lines must be a whole number$/],
    [SEAL.keyFingerprint, "", /key_fingerprint must be 64 lower-case hex characters$/],
    ['==",\n', '=",\n', /signature must be 64 bytes in canonical base64$/],
    ["2026-01-28", "2026-02-31", /sealed_at must be an RFC 3339 time$/],
    [/ {2}"head": .*\n/, "", /head is missing$/],
    ['"head"', '"start"', /duplicate key start$/],
    ["}\n", "} x", /it is not JSON$/],
  ];
  for (const [from, to, state] of edits) assertMalformed(TEXT.replace(from, to), state);
  assertMalformed("[]", /it must be a JSON object$/);
  assertMalformed(" ".repeat(65 * 1024), /it is over 64 KiB$/);
});

Deno.test("a field that is unknown here is passed over", () => {
  assert.deepEqual(parse(TEXT.replace('"lines"', '"note": "x",\n  "lines"')), SEAL);
});

Deno.test("no seal is read as a signature of a package, and none of these as a seal", () => {
  const bytes = new TextEncoder().encode(TEXT);
  assert.throws(() => parseDetachedSignature(bytes, "s"), { code: "malformed_signature" });
  const signature = serializeDetachedSignature({
    packageHash: toPackageHash(new Uint8Array(32)),
    keyFingerprint: SEAL.keyFingerprint,
    signature: SEAL.signature,
    signedAt: SEAL.sealedAt,
  });
  assertMalformed(signature, /^Cannot read the seal "s\.seal": kind is missing; /);
});
