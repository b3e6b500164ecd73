import assert from "node:assert/strict";
import fc from "fast-check";
import * as z from "zod/mini";
import {
  ApiToken,
  DamagedApiToken,
  DamagedSignature,
  DamagedSigningKey,
  DamagedTrustedKey,
  DamagedTrustGrant,
  GivenSignature,
  KeyTrusted,
  MadeSignature,
  Preflight,
  SigningKey,
  StoredSignature,
  TrustedKey,
  TrustGrant,
} from "../../src/contract/records.ts";
import { isDamaged } from "../../src/domain/damaged.ts";
import { API_ROLES, API_TOKEN_STATUSES } from "../../src/domain/api_token.ts";
import { signingKeyStatus, trustedKeyStatus, trustGrantStatus } from "../../src/domain/status.ts";

type Body = Readonly<Record<string, unknown>>;

const uuid = fc.uuid();
const hex = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => bytes.toHex());
const base64 = (length: number) =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((bytes) => bytes.toBase64());
const orNull = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null });
const text = fc.string({ unit: "binary", maxLength: 40 });

const time = fc.date({
  min: new Date("0001-01-01T00:00:00.000Z"),
  max: new Date("9999-12-31T23:59:59.999Z"),
  noInvalidDate: true,
}).map((moment) => moment.toISOString().replace(/\.\d+Z$/, "Z"));

/** As anyone may write a time, and as it has to stay in a signature. */
const timeText = fc.constantFrom(
  "2026-01-28T12:00:00Z",
  "2026-01-28t12:00:00.123456789z",
  "2016-12-31T23:59:60Z",
  "2026-01-28T12:00:00.5+05:30",
);

const DETACHED = {
  version: fc.constant(1),
  algorithm: fc.constant("ed25519"),
  package_hash: hex,
  key_fingerprint: hex,
  signature: base64(64),
  signed_at: timeText,
};

/** Every codec of a whole thing, and bodies in the one spelling that we send. */
const CODECS: Readonly<
  Record<string, readonly [z.ZodMiniType, Readonly<Record<string, fc.Arbitrary<unknown>>>]>
> = {
  SigningKey: [SigningKey, {
    key_id: uuid,
    org_id: uuid,
    name: text,
    public_key: base64(32),
    fingerprint: hex,
    created_at: time,
    revoked_at: orNull(time),
    fault: orNull(text),
  }],
  TrustedKey: [TrustedKey, {
    trusted_key_id: uuid,
    fingerprint: hex,
    public_key: base64(32),
    name: orNull(text),
    trusted_by: uuid,
    trusted_at: time,
    revoked_at: orNull(time),
    is_trusted: fc.boolean(),
    fault: orNull(text),
  }],
  KeyTrusted: [KeyTrusted, {
    trusted_key_id: uuid,
    fingerprint: hex,
    public_key: base64(32),
    name: orNull(text),
    trusted_by: uuid,
    trusted_at: time,
    revoked_at: orNull(time),
    is_trusted: fc.boolean(),
    fault: orNull(text),
    was_trusted: fc.boolean(),
    was_revoked_at: orNull(time),
  }],
  TrustGrant: [TrustGrant, {
    grant_id: uuid,
    parent_org_id: uuid,
    child_org_id: uuid,
    granted_at: time,
    revoked_at: orNull(time),
    fault: fc.constant(null),
  }],
  StoredSignature: [StoredSignature, {
    signature_id: uuid,
    package_hash: hex,
    key_fingerprint: hex,
    signature: base64(64),
    signed_at: time,
    org_id: orNull(uuid),
    fault: fc.constant(null),
    status: fc.constant("stored"),
  }],
  MadeSignature: [MadeSignature, DETACHED],
  GivenSignature: [GivenSignature, DETACHED],
  ApiToken: [ApiToken, {
    token_id: uuid,
    name: orNull(text),
    org_id: orNull(uuid),
    role: fc.constantFrom(...API_ROLES),
    key_ids: orNull(fc.array(uuid, { maxLength: 3 })),
    created_at: time,
    expires_at: orNull(time),
    revoked_at: orNull(time),
    status: fc.constantFrom(...API_TOKEN_STATUSES),
    fault: fc.constant(null),
  }],
  Preflight: [Preflight, {
    answer: fc.constantFrom(
      ...["accepted", "signature_not_found", "untrusted_signer", "invalid_signature"],
    ),
    reason: text,
    warnings: fc.array(text, { maxLength: 3 }),
    key_fingerprint: orNull(hex),
  }],
};

/** Fields that are as long as they please, or are not looked into. */
const FREE = ["name", "fault", "reason", "grant_id", "signature_id", "trusted_key_id"];

/** Those that have a fault where their rows are damaged alone, as another document. */
const FAULTLESS = ["TrustGrant", "StoredSignature", "ApiToken"];

/** The status of a value; a document must have one, and it is written as the other fields say. */
const STATUSES: Readonly<Record<string, (value: never) => string>> = {
  SigningKey: signingKeyStatus,
  TrustedKey: trustedKeyStatus,
  KeyTrusted: trustedKeyStatus,
  TrustGrant: trustGrantStatus,
};

/** A status that the documents above have all the same, whatever their other fields say. */
const ANY_STATUS = "revoked";

for (const [name, [codec, others]] of Object.entries(CODECS)) {
  const hasStatus = STATUSES[name] !== undefined;
  const fields = hasStatus ? { ...others, status: fc.constant(ANY_STATUS) } : others;
  const bodies = fc.record(fields, { noNullPrototype: true }) as fc.Arbitrary<Body>;

  Deno.test(`property: ${name} that is parsed and written again is what came`, () => {
    fc.assert(fc.property(bodies, (body) => {
      const value = z.decode(codec, body as never);
      assert.deepEqual(z.encode(codec, value as never), withItsStatus(body, name, value));
    }));
  });

  Deno.test(`property: ${name} comes out of JSON as it went in`, () => {
    fc.assert(fc.property(bodies, (body) => {
      const value = z.decode(codec, body as never);
      const sent = JSON.parse(JSON.stringify(z.encode(codec, value as never)));
      assert.deepEqual(z.decode(codec, sent), value);
    }));
  });

  Deno.test(`property: ${name} is read in upper case, and is lower case then`, () => {
    fc.assert(fc.property(bodies, (body) => {
      const upper = Object.fromEntries(
        Object.entries(body).map(([field, value]) => [field, upperCase(field, value)]),
      );
      const value = z.decode(codec, upper as never);
      assert.deepEqual(z.encode(codec, value as never), withItsStatus(body, name, value));
    }));
  });

  Deno.test(`property: ${name} without one of its fields, or with a wrong one, is none`, () => {
    fc.assert(fc.property(bodies, fc.constantFrom(...Object.keys(fields)), (body, field) => {
      const { [field]: _, ...rest } = body;
      const mayLack = name === "GivenSignature" && ["version", "algorithm"].includes(field);
      assert.equal(z.safeDecode(codec, rest as never).success, mayLack, field);
      for (const wrong of [7, {}, ["x"], `x${"\0".repeat(70)}`, true]) {
        const isFree = FREE.includes(field) && typeof wrong === "string" &&
          !field.endsWith("_id") && !(field === "fault" && FAULTLESS.includes(name));
        const isFlag = ["is_trusted", "was_trusted"].includes(field) && wrong === true;
        const isList = field === "warnings" && Array.isArray(wrong);
        const changed = { ...body, [field]: wrong };
        const { success } = z.safeDecode(codec, changed as never);
        assert.equal(success, isFree || isFlag || isList, `${field}: ${JSON.stringify(wrong)}`);
      }
    }));
  });
}

/** Every codec of a damaged row, and that of the record that it stands for. */
const DAMAGED: Readonly<Record<string, z.ZodMiniType>> = {
  SigningKey: DamagedSigningKey,
  TrustedKey: DamagedTrustedKey,
  TrustGrant: DamagedTrustGrant,
  StoredSignature: DamagedSignature,
  ApiToken: DamagedApiToken,
};

for (const [name, codec] of Object.entries(DAMAGED)) {
  const [sound, { fault: _, status: __, ...fields }] = CODECS[name]!;
  const some = Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [key, orNull(value)]),
  );
  const faults = { fault: text, status: fc.constant("damaged") };
  const bodies = fc.record({ ...some, ...faults }, { noNullPrototype: true }) as fc.Arbitrary<Body>;

  Deno.test(`property: ${name} of a damaged row is written as it was read, whatever it lacks`, () => {
    fc.assert(fc.property(bodies, (body) => {
      const value = z.decode(codec, body as never);
      assert.ok(isDamaged(value as object));
      assert.deepEqual(z.encode(codec, value as never), body);
      const listed = z.union([sound, codec]);
      assert.deepEqual(z.encode(listed, value as never), body);
      assert.deepEqual(z.encode(listed, z.decode(listed, body as never) as never), body);
    }));
  });
}

/** A document with the status that its value has. */
function withItsStatus(document: Body, name: string, value: unknown): Body {
  const statusOf = STATUSES[name];
  return statusOf === undefined ? document : { ...document, status: statusOf(value as never) };
}

function upperCase(field: string, value: unknown): unknown {
  const isHex = /(_id|fingerprint|_hash|signer|trusted_by)$/.test(field);
  if (Array.isArray(value) && field === "key_ids") return value.map((one) => one.toUpperCase());
  return isHex && !FREE.includes(field) && typeof value === "string" ? value.toUpperCase() : value;
}

Deno.test("a server's answer may have fields more, and a request to it may not", () => {
  const body = {
    version: 1,
    algorithm: "ed25519",
    package_hash: "a".repeat(64),
    key_fingerprint: "b".repeat(64),
    signature: new Uint8Array(64).toBase64(),
    signed_at: "2026-01-28T12:00:00Z",
    comment: "new",
  };
  const { comment: _, ...known } = body;
  assert.deepEqual(z.encode(MadeSignature, z.decode(MadeSignature, body as never)), known);
  const { success, error } = z.safeDecode(GivenSignature, body as never);
  assert.equal(success, false);
  assert.deepEqual(error?.issues.map(({ code }) => code), ["unrecognized_keys"]);
});

Deno.test("a signature of another version or algorithm is none", () => {
  const [, fields] = CODECS["MadeSignature"]!;
  const [body] = fc.sample(fc.record(fields) as fc.Arbitrary<Body>, { numRuns: 1, seed: 1 });
  for (
    const change of [{ version: 2 }, { version: "1" }, { algorithm: "Ed25519" }, { algorithm: "" }]
  ) {
    for (const codec of [MadeSignature, GivenSignature]) {
      assert.equal(z.safeDecode(codec, { ...body, ...change } as never).success, false);
    }
  }
});
