import assert from "node:assert/strict";
import fc from "fast-check";
import { MAX_STATEMENT_BYTES } from "../../../src/domain/statement.ts";
import { fromEnvelope, PAYLOAD_TYPE, toEnvelope } from "../../../src/formats/statement/envelope.ts";

const SIGNATURE = new Uint8Array(64).fill(0xfb);
const ENVELOPE = toEnvelope({
  payload: Uint8Array.of(0xfb, 0xff, 0xfe, 0x01),
  signature: SIGNATURE,
});

function withMembers(members: Readonly<Record<string, unknown>>): unknown {
  return { ...ENVELOPE, ...members };
}

function withSignature(members: Readonly<Record<string, unknown>>): unknown {
  return withMembers({ signatures: [{ ...ENVELOPE.signatures[0], ...members }] });
}

Deno.test("property: an envelope that is written reads back as it was", () => {
  const payload = fc.uint8Array({ minLength: 1, maxLength: 2000 });
  const signature = fc.uint8Array({ minLength: 64, maxLength: 64 });
  fc.assert(fc.property(payload, signature, (payload, signature) => {
    const signed = { payload: new Uint8Array(payload), signature: new Uint8Array(signature) };
    const envelope = toEnvelope(signed);
    assert.deepEqual(fromEnvelope(JSON.parse(JSON.stringify(envelope))), signed);
  }));
});

Deno.test("exactly three members are written, and one signature with an empty key ID", () => {
  assert.deepEqual(Object.keys(ENVELOPE), ["payload", "payloadType", "signatures"]);
  assert.deepEqual(Object.keys(ENVELOPE.signatures[0]), ["keyid", "sig"]);
  assert.equal(ENVELOPE.payloadType, "application/vnd.in-toto+json");
});

Deno.test("a foreign key ID, none, unknown members and URL-safe base64 are read", () => {
  for (
    const envelope of [
      withSignature({ keyid: "SHA256:abc" }),
      withMembers({ signatures: [{ sig: ENVELOPE.signatures[0].sig, cert: "x" }], extra: 1 }),
      withMembers({ payload: "-__-AQ==" }),
    ]
  ) assert.deepEqual(fromEnvelope(envelope), fromEnvelope(ENVELOPE), JSON.stringify(envelope));
});

Deno.test("anything else is no envelope", () => {
  const { payload, signatures: [{ sig }] } = ENVELOPE;
  const all: readonly unknown[] = [
    ...[null, undefined, 1, "text", [], {}, [ENVELOPE]],
    withMembers({ payloadType: "application/vnd.in-toto" }),
    withMembers({ payloadType: undefined }),
    ...["", "+//+AQ", "+//+AQ= =", " +//+AQ==", "+//+AQ==\n", "+_/+AQ==", "+//+AR==", 7].map(
      (payload) => withMembers({ payload }),
    ),
    withMembers({ payload: new Uint8Array(MAX_STATEMENT_BYTES + 1).toBase64() }),
    withMembers({ signatures: {} }),
    withMembers({ signatures: [] }),
    withMembers({ signatures: [...ENVELOPE.signatures, ...ENVELOPE.signatures] }),
    withSignature({ keyid: 1 }),
    ...["", payload, sig.replace(/=/g, ""), `${sig}=`].map((sig) => withSignature({ sig })),
  ];
  for (const value of all) assert.equal(fromEnvelope(value), null, JSON.stringify(value));
});

Deno.test("the payload type is ASCII, whose characters are its bytes", () => {
  assert.match(PAYLOAD_TYPE, /^[\x21-\x7e]+$/);
});
