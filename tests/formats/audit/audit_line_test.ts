import assert from "node:assert/strict";
import fc from "fast-check";
import { MAX_TOKEN_KEYS } from "../../../src/domain/api_token.ts";
import { faultOfClaims } from "../../../src/domain/claims.ts";
import { CLAIMS_TYPE, type StatedTerms } from "../../../src/domain/statement.ts";
import type { AuditEvent } from "../../../src/domain/audit_event.ts";
import type { KeyId } from "../../../src/domain/ids.ts";
import {
  beginsLikeAuditLog,
  MAX_AUDIT_LINE_BYTES,
  NO_PREVIOUS_LINE,
  previousOfAuditLine,
  serializeAuditLine,
} from "../../../src/formats/audit/audit_line.ts";

const timestamp = new Date("2026-01-28T12:00:00.007Z");
const frame = { timestamp, actor: "alice", previous: "ab".repeat(32) } as const;

const event = {
  retracts: true,
  reason: "rotated",
  address: "203.0.113.7",
  expiresAt: new Date("2026-02-28T12:00:00.070Z"),
  keyIds: ["kkkkkkkk", "llllllll"],
  role: "sign",
  tokenName: "ci",
  tokenId: "tttttttt",
  packageHash: "22".repeat(32),
  name: "release-key",
  fingerprint: "11".repeat(32),
  keyId: "kkkkkkkk",
  childOrgId: "cccccccc",
  orgId: "oooooooo",
  type: "key.signing.revoked",
} as unknown as AuditEvent;

function previousOf(text: string): string | null {
  return previousOfAuditLine(new TextEncoder().encode(text));
}

Deno.test("a line has its fields in the order of the format, and no newline", () => {
  assert.equal(
    serializeAuditLine(event, frame),
    `{"timestamp":"2026-01-28T12:00:00.007Z","event_type":"key.signing.revoked","actor":"alice",` +
      `"org_id":"oooooooo","child_org_id":"cccccccc","key_id":"kkkkkkkk","key_fingerprint":"${
        "11".repeat(32)
      }",` +
      `"key_name":"release-key","package_hash":"${
        "22".repeat(32)
      }","token_id":"tttttttt","token_name":"ci","role":"sign",` +
      `"key_ids":["kkkkkkkk","llllllll"],"expires_at":"2026-02-28T12:00:00.070Z","address":"203.0.113.7","reason":"rotated",` +
      `"retracts":true,"previous":"${frame.previous}"}`,
  );
});

Deno.test("a text of over 1,024 characters is cut, an address too", () => {
  const [whole, long] = ["a".repeat(1024), "a".repeat(1025)];
  const addressOf = (address: string) =>
    JSON.parse(serializeAuditLine({ type: "api_token.refused", address }, frame)).address;
  assert.equal(addressOf(whole), whole);
  assert.equal(addressOf(long), `${whole}…`);
});

Deno.test("what a signature states is in one object, as --json has it, but a long type is cut", () => {
  const claims = { name: "pkg" };
  const expires = new Date("2027-01-31T12:00:00Z");
  const statedBy = (stated: StatedTerms) =>
    JSON.parse(serializeAuditLine({ type: "signature.imported", stated }, frame)).stated;
  assert.deepEqual(statedBy({ claims, expires, predicateType: CLAIMS_TYPE }), {
    claims: { name: "pkg" },
    expires_at: "2027-01-31T12:00:00.000Z",
    predicate_type: CLAIMS_TYPE,
  });
  const longest = "a".repeat(256);
  for (const [predicateType, shown] of [[longest, longest], [`${longest}a`, `${longest}…`]]) {
    assert.deepEqual(statedBy({ claims: {}, expires: null, predicateType: predicateType! }), {
      claims: {},
      expires_at: null,
      predicate_type: shown,
    });
  }
});

Deno.test("what does not apply is left out", () => {
  assert.equal(
    serializeAuditLine({ type: "master_key.rotated" }, { ...frame, previous: NO_PREVIOUS_LINE }),
    `{"timestamp":"2026-01-28T12:00:00.007Z","event_type":"master_key.rotated","actor":"alice",` +
      `"previous":"${"0".repeat(64)}"}`,
  );
});

Deno.test("controls, bidi overrides, zero-width and tag characters, separators and lone surrogates are escaped", () => {
  const name = 'a"\\\n\x1b[2J\x7f\x9b\u202e\u200b\u3164\u2028\u{e0041}\ud800é🔑';
  const told = { type: "key.trusted.added", name, address: name } as const;
  const line = serializeAuditLine(told, { ...frame, actor: name });
  assert.doesNotMatch(line, /[\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}\u2028\u2029]/u);
  assert.match(
    line,
    /\\u001b\[2J\\u007f\\u009b\\u202e\\u200b\\u3164\\u2028\\udb40\\udc41\\ud800é🔑/,
  );
  const { key_name, address, actor } = JSON.parse(line);
  assert.deepEqual([key_name, address, actor], [name, name, name]);
});

Deno.test("whatever is written is one line that is read, and never longer than a line may be", () => {
  const text = fc.string({ unit: "binary", maxLength: 5000 });
  fc.assert(fc.property(text, text, text, text, (actor, name, address, reason) => {
    const told = { type: "package.signed", name, address, reason } as const;
    const line = serializeAuditLine(told, { ...frame, actor });
    assert.ok(!line.includes("\n"));
    assert.ok(new TextEncoder().encode(line).length <= MAX_AUDIT_LINE_BYTES);
    assert.ok(beginsLikeAuditLog(new TextEncoder().encode(line)));
    assert.equal(previousOf(line), frame.previous);
  }));
});

Deno.test("the longest line there can be is within the limit", () => {
  const text = "\u{e0041}".repeat(5000);
  const keyIds = Array.from({ length: MAX_TOKEN_KEYS }, () => crypto.randomUUID() as KeyId);
  const claims = Object.fromEntries(
    Array.from({ length: 16 }, (_, at) => [`a${at}`.padEnd(64, "a"), "\u{e0041}".repeat(128)]),
  );
  assert.equal(faultOfClaims(claims), undefined);
  const stated = { claims, expires: new Date(0), predicateType: text };
  const texts = { name: text, tokenName: text, address: text, reason: text };
  const longest = { ...event, ...texts, keyIds, stated };
  const line = serializeAuditLine(longest, { ...frame, actor: text });
  assert.ok(line.length <= MAX_AUDIT_LINE_BYTES);
});

Deno.test("a line of a later version, with fields that are unknown here, is read", () => {
  const line = serializeAuditLine(event, frame).replace('"actor"', '"host":{"name":"x"},"actor"');
  assert.equal(previousOf(line), frame.previous);
});

Deno.test("what is no line is null", () => {
  const line = serializeAuditLine(event, frame);
  const bad = [
    ...["", " ", "{}", "null", "[]", line.slice(0, -1), line.slice(1), ` ${line}`, `${line}x`],
    ...[line.replace('"previous"', '"prior"'), line.replace(frame.previous, "ab")],
    ...[line.replace(frame.previous, frame.previous.toUpperCase()), line.replace('"actor"', '"a"')],
    ...[
      line.replace("2026-01-28", "2026-02-31"),
      line.replace("}", `,"previous":"${"0".repeat(64)}"}`),
    ],
  ];
  for (const text of bad) assert.equal(previousOf(text), null, text);
  assert.equal(previousOfAuditLine(Uint8Array.of(0xff, 0x7b)), null);
});

Deno.test("a log begins like a line, or half-written; a JSON document and any other text does not", () => {
  const line = serializeAuditLine(event, frame);
  const begins = (text: string) => beginsLikeAuditLog(new TextEncoder().encode(text));
  const logs = [
    line,
    `${line}\n${line}`,
    line.slice(0, 100),
    "{",
    '{"time',
    `{"time\n${line}`,
    `{\n{"\n${line}`,
    "{\n",
  ];
  for (const text of logs) assert.equal(begins(text), true, text);
  const others = [
    "",
    "\n",
    `\n${line}`,
    "{}",
    '{\n  "version": 1,',
    '{\n\n  "a"',
    "\x7fELF",
    '{"timestamp":1}',
    ` ${line}`,
  ];
  for (const text of others) assert.equal(begins(text), false, text);
});
