import assert from "node:assert/strict";
import fc from "fast-check";
import {
  CLAIMS_TYPE,
  MAX_STATEMENT_BYTES,
  type StatementTerms,
} from "../../../src/domain/statement.ts";
import {
  faultOfPredicate,
  parseStatement,
  serializeStatement,
  statementMessage,
} from "../../../src/formats/statement/statement.ts";
import { testHash } from "../../operations/kit.ts";

const HASH = testHash(0xab);
const PROVENANCE = {
  type: "https://slsa.dev/provenance/v1",
  json: '{"n": 1.0, "big": 9007199254740993}',
};
const OWN = {
  _type: "https://in-toto.io/Statement/v1",
  subject: [{ name: "pkg", digest: { sha256: HASH } }],
  predicateType: CLAIMS_TYPE,
  predicate: { claims: { name: "pkg" } },
};

function parse(document: unknown) {
  const text = typeof document === "string" ? document : JSON.stringify(document);
  return parseStatement(new TextEncoder().encode(text), '"pkg"');
}

function assertMalformed(document: unknown, state: RegExp): void {
  assert.throws(() => parse(document), { code: "malformed_signature", message: state });
}

const value = fc.string({ minLength: 1, maxLength: 256 }).filter((text) =>
  // deno-lint-ignore no-control-regex
  !/[\u0000-\u001f\u007f-\u009f]/.test(text) && text.isWellFormed()
);
const claims = fc.dictionary(fc.stringMatching(/^[a-z][a-z0-9_.-]{0,20}$/), value, { maxKeys: 8 })
  .filter((claims) => !("version" in claims));
const seconds = fc.integer({ min: 0, max: 253402300799 });

Deno.test("property: a statement that is written reads back as it was, beside any predicate", () => {
  const predicate = fc.constantFrom(null, PROVENANCE);
  const expires = fc.option(seconds.map((second) => new Date(second * 1000)));
  fc.assert(fc.property(claims, expires, predicate, (claims, expires, predicate) => {
    fc.pre(Object.keys(claims).length > 0 || expires !== null || predicate !== null);
    const terms: StatementTerms = { claims, expires, predicate };
    assert.deepEqual(parseStatement(serializeStatement(HASH, terms), "x"), {
      packageHash: HASH,
      predicateType: predicate?.type ?? CLAIMS_TYPE,
      claims: { ...claims },
      expires,
    });
  }));
});

Deno.test("a predicate stands in the statement as it was given, and claims beside it in the subject", () => {
  const terms = { claims: { version: "1.2.0", name: "pkg" }, expires: null, predicate: PROVENANCE };
  assert.equal(
    new TextDecoder().decode(serializeStatement(HASH, terms)),
    `{"_type":"https://in-toto.io/Statement/v1","subject":[{"name":"pkg","digest":{"sha256":"${HASH}"},` +
      '"annotations":{"claims":{"name":"pkg","version":"1.2.0"}}}],' +
      `"predicateType":"${PROVENANCE.type}","predicate":${PROVENANCE.json}}`,
  );
});

Deno.test("a statement of version 0.1 is read, and members of in-toto that are not ours are ignored", () => {
  const older = { ...OWN, _type: "https://in-toto.io/Statement/v0.1", other: 1 };
  assert.deepEqual(parse(older).claims, { name: "pkg" });
  const foreign = { ...OWN, predicateType: PROVENANCE.type, predicate: { claims: { name: "x" } } };
  assert.deepEqual(parse(foreign).claims, {});
});

Deno.test("what is no statement about one package is malformed_signature", () => {
  const subject = OWN.subject[0]!;
  assertMalformed("{", /it is not JSON$/);
  assertMalformed([], /it is no in-toto statement/);
  assertMalformed(
    { ...OWN, _type: "https://in-toto.io/Statement/v2" },
    /it is no in-toto statement/,
  );
  assertMalformed({ ...OWN, subject: [] }, /no SHA-256 digest/);
  assertMalformed({ ...OWN, subject: [subject, subject] }, /more than one subject/);
  const upper = { digest: { sha256: HASH.toUpperCase() } };
  assertMalformed({ ...OWN, subject: [upper] }, /no SHA-256 digest of 64 lower-case/);
  assertMalformed({ ...OWN, predicateType: "" }, /no predicateType/);
  assertMalformed({ ...OWN, predicate: undefined }, /its claims are no JSON object/);
  assertMalformed({ ...OWN, predicate: [] }, /its claims are no JSON object/);
});

Deno.test("what would restrict a claim is never ignored", () => {
  const claiming = (predicate: unknown) => ({ ...OWN, predicate });
  assertMalformed(claiming({ notBefore: "2026" }), /something beside claims and expires/);
  assertMalformed(claiming({ claims: { name: 1 } }), /not texts by name/);
  assertMalformed(claiming({ claims: null }), /not texts by name/);
  assertMalformed(claiming({ claims: { "Name": "x" } }), /the name of a claim/);
  assertMalformed(claiming({ claims: { name: "" } }), /the value of the claim name is empty/);
  assertMalformed(claiming({ claims: { name: "a".repeat(257) } }), /has more than 256 characters/);
  assertMalformed(claiming({ claims: { name: "a\u001b[2J" } }), /control character/);
  assertMalformed(claiming({ claims: { version: "1.2" } }), /not a semantic version/);
  const beside = { ...OWN.subject[0], annotations: { expires: "2027-01-31T12:00:00Z" } };
  assertMalformed({ ...OWN, subject: [beside] }, /its subject has annotations/);
  for (
    const expires of [
      ...[
        "2027-01-31",
        "2027-01-31T12:00:00.5Z",
        "2027-01-31T12:00:00+00:00",
        "2027-02-30T12:00:00Z",
      ],
      ...["2027-01-31t12:00:00z", "2027-01-31T12:00:60Z", 0, null, {}],
    ]
  ) assertMalformed(claiming({ expires }), /expires is no time in UTC/);
  const twice = JSON.stringify(OWN).replace(
    '{"name":"pkg"}',
    '{"name":"pkg","n\\u0061me":"other"}',
  );
  assertMalformed(twice, /duplicate key name/);
  const annotated = [{ ...OWN.subject[0], annotations: { expires: "soon" } }];
  assertMalformed(
    { ...OWN, subject: annotated, predicateType: PROVENANCE.type },
    /expires is no time in UTC/,
  );
});

Deno.test("a predicate is a JSON object with a member, of a type that is a URI and not ours", () => {
  const { type, json } = PROVENANCE;
  assert.equal(faultOfPredicate(PROVENANCE), undefined);
  assert.match(faultOfPredicate({ type, json: "{}" })!, /at least one member/);
  assert.match(faultOfPredicate({ type, json: "[1]" })!, /at least one member/);
  assert.match(faultOfPredicate({ type, json: '{"a":1}}' })!, /not JSON/);
  assert.match(faultOfPredicate({ type, json: '{"a":1,"a":2}' })!, /duplicate key a$/);
  assert.match(faultOfPredicate({ type: "provenance", json })!, /not a URI/);
  for (const odd of [` ${CLAIMS_TYPE}`, `${CLAIMS_TYPE}\n`, CLAIMS_TYPE.replace("//", "/\t/")]) {
    assert.match(faultOfPredicate({ type: odd, json })!, /not a URI/);
  }
  assert.match(faultOfPredicate({ type: CLAIMS_TYPE, json })!, /given one by one/);
});

Deno.test("a statement that no reader would take is not written", () => {
  const json = `{"a":"${"x".repeat(MAX_STATEMENT_BYTES)}"}`;
  const terms = { claims: {}, expires: null, predicate: { type: PROVENANCE.type, json } };
  assert.throws(() => serializeStatement(HASH, terms), { code: "invalid_request" });
  // It can be read alone, and not as deep as it would be in the statement.
  const nested = { type: PROVENANCE.type, json: `{"a":${"[".repeat(31)}${"]".repeat(31)}}` };
  assert.equal(faultOfPredicate(nested), undefined);
  assert.throws(() => serializeStatement(HASH, { ...terms, predicate: nested }), {
    code: "invalid_request",
    message: "Cannot sign the statement: it nests deeper than 32 levels",
  });
  assert.throws(() => serializeStatement(HASH, { ...terms, predicate: null }), {
    code: "invalid_request",
    message: "Cannot sign the statement: it states nothing",
  });
});

Deno.test("a version has no number that is compared as another one", () => {
  const parsed = (version: string) => parse({ ...OWN, predicate: { claims: { version } } });
  for (const number of ["999999999999999", "99999999999999999a", "0"]) {
    parsed(`1.0.0-${number}`);
    parsed(`1.0.0-rc.${number}`);
  }
  for (const version of ["1.0.0-9007199254740993", "1.0.0-rc.1000000000000000", "1.0.0-01"]) {
    assert.throws(() => parsed(version), { code: "malformed_signature" }, version);
  }
});

Deno.test("the message is DSSE's pre-authentication encoding, by bytes, and never 32 bytes long", () => {
  const text = (payload: string) =>
    new TextDecoder().decode(statementMessage(new TextEncoder().encode(payload)));
  assert.equal(text("hello"), "DSSEv1 28 application/vnd.in-toto+json 5 hello");
  assert.equal(text("é"), "DSSEv1 28 application/vnd.in-toto+json 2 é");
  assert.ok(statementMessage(new Uint8Array(0)).length > 32);
});
