import assert from "node:assert/strict";
import type { SignRequest } from "../../../src/contract/packages.ts";
import { SMALL_ORDER_ENCODINGS } from "../../../src/crypto/ed25519_points.ts";
import { fingerprintOf } from "../../../src/domain/fingerprint.ts";
import type { KeyId } from "../../../src/domain/ids.ts";
import type { PackageHash } from "../../../src/domain/package_hash.ts";
import type { PackageSignature } from "../../../src/domain/signature.ts";
import type { SigningKeyInfo } from "../../../src/domain/signing_key.ts";
import type { StatementTerms } from "../../../src/domain/statement.ts";
import { checkedPackages } from "../../../src/http/client/packages.ts";
import type { Operations } from "../../../src/operations/operations.ts";
import { toEnvelope } from "../../../src/formats/statement/envelope.ts";
import { signStating } from "../../../src/operations/package/sign.ts";
import { ORG, signed, TEST_KEYS, testHash } from "../../operations/kit.ts";
import { type Answering, assertFails, json, KEY_ID, keyBody } from "../hostile_server.ts";
import { trustedBody, withHostile } from "../hostile_server.ts";
import { signatureBody } from "../signature_body.ts";

const [KEY, OTHER_KEY] = TEST_KEYS;
const REFERENCE = { text: `id:${KEY_ID}`, orgId: null };
const [FIRST, SECOND] = [testHash(1), testHash(2)];
const HASHES = [FIRST, SECOND];

const GOOD = [await signed(KEY, FIRST), await signed(KEY, SECOND)] as const;
const BY_OTHER = [await signed(OTHER_KEY, FIRST), await signed(OTHER_KEY, SECOND)] as const;

/** With one bit of its signature turned. */
function damaged(signature: PackageSignature, at: number): PackageSignature {
  const bytes = signature.signature.slice();
  bytes[at]! ^= 1;
  return { ...signature, signature: bytes };
}

function answerOf(signatures: readonly PackageSignature[], key: unknown = keyBody(KEY)) {
  return { key, signatures: signatures.map(signatureBody) };
}

const FIRST_NAME = `Cannot sign package ${FIRST}: the server's signature`;

const FORGED: readonly (readonly [what: string, answer: unknown, message: string])[] = [
  [
    "does not hold",
    answerOf([damaged(GOOD[0], 3), GOOD[1]]),
    `${FIRST_NAME} is not valid under the signer's key`,
  ],
  [
    "does not hold in its second half",
    answerOf([damaged(GOOD[0], 40), GOOD[1]]),
    `${FIRST_NAME} is not valid under the signer's key`,
  ],
  [
    "is for another hash",
    answerOf([{ ...GOOD[0], packageHash: testHash(9) }, GOOD[1]]),
    `${FIRST_NAME} is for another package`,
  ],
  [
    "was made for another hash than it says",
    answerOf([{ ...GOOD[1], packageHash: FIRST }, GOOD[1]]),
    `${FIRST_NAME} is not valid under the signer's key`,
  ],
  [
    "names another fingerprint",
    answerOf([{ ...GOOD[0], keyFingerprint: OTHER_KEY.publicKey.fingerprint }, GOOD[1]]),
    `${FIRST_NAME} is by another key`,
  ],
  [
    "is by another key that is named as ours",
    answerOf([{ ...BY_OTHER[0], keyFingerprint: KEY.publicKey.fingerprint }, GOOD[1]]),
    `${FIRST_NAME} is not valid under the signer's key`,
  ],
  [
    "stands in another order",
    answerOf([GOOD[1], GOOD[0]]),
    `${FIRST_NAME} is for another package`,
  ],
  ["is missing", answerOf([GOOD[0]]), "Cannot sign 2 packages: the server sent 1 signatures"],
  ["is not there at all", answerOf([]), "Cannot sign 2 packages: the server sent 0 signatures"],
  [
    "has one more beside it",
    answerOf([...GOOD, GOOD[0]]),
    "Cannot sign 2 packages: the server sent 3 signatures",
  ],
  [
    "is by a key of another id",
    answerOf(GOOD, keyBody(KEY, { key_id: ORG })),
    `Cannot sign with the key ${KEY_ID}: the server signed with another one`,
  ],
];

for (const [what, answer, message] of FORGED) {
  Deno.test(`a signature from a server that ${what} is not taken`, async () => {
    await withHostile(() => json(answer), async ({ client, seen }) => {
      const work = client.package.sign({ reference: REFERENCE, hashes: HASHES, store: false });
      const error = await assertFails("invalid_signature", 12, work);
      assert.equal(error.message, message);
      assert.equal(seen.length, 1);
    });
  });
}

const TERMS = { claims: { name: "pkg" }, expires: null, predicate: null };
const STATED = await signStating(KEY.signer, { hash: FIRST, terms: TERMS }, () => new Date(0));
const OTHERWISE = await signStating(
  KEY.signer,
  { hash: FIRST, terms: { ...TERMS, claims: { name: "other" } } },
  () => new Date(0),
);
const FORGED_STATEMENT = {
  ...STATED,
  statement: { ...STATED.statement!, signature: GOOD[0].signature },
};

const STATEMENTS:
  readonly (readonly [what: string, signature: PackageSignature, isAsked: boolean])[] = [
    ["claims something else", OTHERWISE, true],
    ["is not there", GOOD[0], true],
    ["is not signed by the key", FORGED_STATEMENT, true],
    ["was not asked for", STATED, false],
  ];

for (const [what, signature, isAsked] of STATEMENTS) {
  Deno.test(`a statement from a server that ${what} is not taken`, async () => {
    const { statement } = signature;
    const body = {
      ...signatureBody(signature),
      ...(statement && { statement: toEnvelope(statement) }),
    };
    const answer = { key: keyBody(KEY), signatures: [body] };
    await withHostile(() => json(answer), async ({ client }) => {
      const work = client.package.sign({
        reference: REFERENCE,
        hashes: [FIRST],
        store: false,
        ...(isAsked && { terms: TERMS }),
      });
      const error = await assertFails("invalid_signature", 12, work);
      assert.equal(
        error.message,
        `Cannot sign package ${FIRST}: the server signed another statement`,
      );
    });
  });
}

Deno.test("a statement that was stored before is taken as it is, where it may be and nothing is stated", async () => {
  const { statement, ...bare } = FORGED_STATEMENT;
  const body = { ...signatureBody(bare), statement: toEnvelope(statement) };
  const answer = { key: keyBody(KEY), signatures: [body] };
  await withHostile(() => json(answer), async ({ client }) => {
    const asked = { reference: REFERENCE, hashes: [FIRST], store: true };
    // Whether it holds is judged by whoever signs, who is warned if it does not.
    const { signatures: [signature] } = await client.package.sign(asked);
    assert.deepEqual(signature!.statement, statement);
    await assertFails("invalid_signature", 12, client.package.sign({ ...asked, terms: TERMS }));
  });
});

const INFO: SigningKeyInfo = {
  id: KEY_ID as KeyId,
  orgId: ORG,
  name: "release-key",
  publicKey: KEY.publicKey,
  createdAt: new Date(0),
  revokedAt: null,
  fault: null,
};

Deno.test("as many packages are asked for at once as an answer has room for with their statements", async () => {
  const json = JSON.stringify({ a: "x".repeat(24 * 1024) });
  const predicate = { type: "https://slsa.dev/provenance/v1", json };
  const hashes = Array.from({ length: 100 }, (_, index) => testHash(index));
  const sign = async (terms: StatementTerms) => {
    const parts: number[] = [];
    const asked = {
      keys: {} as Operations["keys"],
      package: {
        sign: async ({ hashes }: SignRequest) => {
          parts.push(hashes.length);
          const sign = (hash: PackageHash) =>
            signStating(KEY.signer, { hash, terms }, () => new Date(0));
          return { key: INFO, signatures: await Promise.all(hashes.map(sign)) };
        },
      } as unknown as Operations["package"],
    };
    const client = checkedPackages(asked, () => {});
    const { signatures } = await client.sign({
      reference: REFERENCE,
      hashes,
      store: false,
      terms,
    });
    assert.deepEqual(signatures.map(({ packageHash }) => packageHash), hashes);
    return parts;
  };
  assert.deepEqual(await sign({ ...TERMS, predicate }), [84, 16]);
  assert.deepEqual(await sign(TERMS), [100]);
});

const ZERO = Uint8Array.fromHex([...SMALL_ORDER_ENCODINGS][0]!);
const WEAK = { public_key: ZERO.toBase64(), fingerprint: fingerprintOf(ZERO) };
const MISMATCH = "its public key has another fingerprint";

const BAD_KEYS: readonly (readonly [what: string, changes: object, message: string])[] = [
  [
    "of another fingerprint",
    { fingerprint: OTHER_KEY.publicKey.fingerprint },
    `Cannot accept the key ${OTHER_KEY.publicKey.fingerprint} from the server: ${MISMATCH}`,
  ],
  [
    "of small order",
    WEAK,
    `Cannot accept the key ${WEAK.fingerprint} from the server: ${MISMATCH}`,
  ],
  [
    "that the server itself calls damaged",
    { fault: "x".repeat(100_000) },
    `Cannot accept the key ${KEY.publicKey.fingerprint} from the server: ${"x".repeat(256)}`,
  ],
];

for (const [what, changes, message] of BAD_KEYS) {
  Deno.test(`a key ${what} signs nothing`, async () => {
    await withHostile(() => json(answerOf(GOOD, keyBody(KEY, changes))), async ({ client }) => {
      const work = client.package.sign({ reference: REFERENCE, hashes: HASHES, store: false });
      assert.equal((await assertFails("key_integrity", 5, work)).message, message);
    });
  });

  Deno.test(`a package is not verified by a trusted key ${what}`, async () => {
    const answer = verifiedBody(GOOD[0], trustedBody(KEY, changes));
    await withHostile(() => json(answer), async ({ client }) => {
      const work = client.package.verify({
        orgId: ORG,
        name: "a.so",
        hash: FIRST,
        signature: null,
      });
      assert.equal((await assertFails("key_integrity", 5, work)).message, message);
    });
  });
}

function verifiedBody(signature: PackageSignature, key: unknown = trustedBody(KEY)) {
  return { verified: true, signature: signatureBody(signature), key, from_standby: false };
}

const BAD_VERDICTS:
  readonly (readonly [what: string, signature: PackageSignature, state: string])[] = [
    ["of another package", GOOD[1], "is for another package"],
    ["that does not hold", damaged(GOOD[0], 3), "is not valid under the signer's key"],
    ["by another key than is trusted", BY_OTHER[0], "is by another key"],
  ];

for (const [what, signature, state] of BAD_VERDICTS) {
  Deno.test(`a server's word for a stored signature ${what} is not taken`, async () => {
    await withHostile(() => json(verifiedBody(signature)), async ({ client }) => {
      const request = { orgId: ORG, name: "dir/a.so", hash: FIRST, signature: null };
      const error = await assertFails("invalid_signature", 12, client.package.verify(request));
      assert.equal(error.message, `Cannot verify dir/a.so: the server's signature ${state}`);
    });
  });

  Deno.test(`a server's word for a given signature ${what} is not taken, whatever it sends back`, async () => {
    await withHostile(() => json(verifiedBody(GOOD[0])), async ({ client }) => {
      const request = { orgId: ORG, name: "dir/a.so", hash: FIRST, signature };
      const error = await assertFails("invalid_signature", 12, client.package.verify(request));
      assert.equal(error.message, `Cannot verify dir/a.so: the server's signature ${state}`);
    });
  });
}

Deno.test("a verdict is of the signature that was given, and not of one that the server sends back", async () => {
  const claimed = { ...GOOD[0], signedAt: "2031-01-01T00:00:00Z" };
  await withHostile(() => json(verifiedBody(claimed)), async ({ client }) => {
    const request = { orgId: ORG, name: "a.so", hash: FIRST, signature: GOOD[0] };
    const { signature, key } = await client.package.verify(request);
    assert.deepEqual(signature, GOOD[0]);
    assert.deepEqual(key.publicKey, KEY.publicKey);
  });
});

Deno.test("a verdict by a key that the server itself does not trust is not taken", async () => {
  for (const changes of [{ is_trusted: false }, { revoked_at: "2026-01-28T12:00:00Z" }]) {
    const answer = verifiedBody(GOOD[0], trustedBody(KEY, changes));
    await withHostile(() => json(answer), async ({ client }) => {
      const request = { orgId: ORG, name: "a.so", hash: FIRST, signature: null };
      assert.equal(
        (await assertFails("invalid_signature", 12, client.package.verify(request))).message,
        "Cannot verify a.so: the server names a key that is not trusted",
      );
    });
  }
});

Deno.test("a verdict that does not say true is none", async () => {
  for (const verified of [false, 1, "true", null, undefined]) {
    await withHostile(
      () => json({ ...verifiedBody(GOOD[0]), verified }),
      async ({ client, url }) => {
        const request = { orgId: ORG, name: "a.so", hash: FIRST, signature: null };
        const error = await assertFails("store_unavailable", 2, client.package.verify(request));
        assert.equal(
          error.message,
          `Cannot call the API at "${url}": its answer is not one of the API`,
        );
      },
    );
  }
});

/** Signs whatever it is asked to, with the key. */
const signing: Answering = async ({ body }) => {
  const { package_hashes } = JSON.parse(body) as { package_hashes: readonly PackageHash[] };
  return json(answerOf(await Promise.all(package_hashes.map((hash) => signed(KEY, hash)))));
};

function manyHashes(count: number): readonly PackageHash[] {
  return Array.from(
    { length: count },
    (_, index) => index.toString(16).padStart(64, "0") as PackageHash,
  );
}

Deno.test("more than 1,000 hashes are signed in parts of 1,000, in their order", async () => {
  const hashes = manyHashes(2001);
  await withHostile(signing, async ({ client, seen }) => {
    const { key, signatures } = await client.package.sign({
      reference: REFERENCE,
      hashes,
      store: false,
    });
    assert.equal(key.id, KEY_ID);
    assert.deepEqual(signatures.map(({ packageHash }) => packageHash), hashes);
    const parts = seen.map(({ body }) => JSON.parse(body));
    assert.deepEqual(parts.map(({ package_hashes }) => package_hashes.length), [1000, 1000, 1]);
    assert.deepEqual(parts.flatMap(({ package_hashes }) => package_hashes), hashes);
    assert.deepEqual(parts.map(({ store }) => store), [false, false, false]);
  });
});

Deno.test("1,000 hashes are stored by one request, and more are refused before anything is sent", async () => {
  await withHostile(signing, async ({ client, seen }) => {
    const sign = (count: number) =>
      client.package.sign({ reference: REFERENCE, hashes: manyHashes(count), store: true });
    assert.equal((await sign(1000)).signatures.length, 1000);
    assert.equal(seen.length, 1);
    const error = await assertFails("invalid_request", 1, sign(1001));
    assert.equal(
      error.message,
      "Cannot store 1001 signatures together: a server takes 1000 at a time",
    );
    assert.equal(seen.length, 1);
  });
});

Deno.test("a server that changes the key between two parts is refused", async () => {
  const changing: Answering = async (request, count) => {
    if (count === 0) return await signing(request, count);
    const { package_hashes } = JSON.parse(request.body);
    const signatures = await Promise.all(
      package_hashes.map((hash: PackageHash) => signed(OTHER_KEY, hash)),
    );
    return json(answerOf(signatures, keyBody(OTHER_KEY)));
  };
  await withHostile(changing, async ({ client }) => {
    const request = { reference: REFERENCE, hashes: manyHashes(1001), store: false };
    const error = await assertFails("invalid_signature", 12, client.package.sign(request));
    assert.match(error.message, /the server signed with another one$/);
  });
});

Deno.test("nothing of a package travels but its hash and its signature", async () => {
  const secretName = "/home/alice/hush/payroll.so";
  await withHostile(() => json(verifiedBody(GOOD[0])), async ({ client, seen }) => {
    const request = { orgId: ORG, name: secretName, hash: FIRST };
    await client.package.verify({ ...request, signature: GOOD[0] });
    await client.package.verify({ ...request, signature: null });
    assert.deepEqual(seen.map(({ body }) => JSON.parse(body)), [
      { org_id: ORG, package_hash: FIRST, signature: signatureBody(GOOD[0]) },
      { org_id: ORG, package_hash: FIRST, signature: null },
    ]);
    for (const { path, headers } of seen) {
      assert.doesNotMatch(`${path} ${JSON.stringify([...headers])}`, /alice|hush|payroll/);
    }
  });
});

Deno.test("an error of verification names the package as the caller does", async () => {
  const error = `Cannot verify package ${FIRST}: no signature is stored for its hash ${FIRST}`;
  await withHostile(
    () => json({ error, code: "signature_not_found", hint: null }, 404),
    async ({ client }) => {
      const request = { orgId: ORG, name: "./$&/a.so", hash: FIRST, signature: null };
      const failure = await assertFails("signature_not_found", 13, client.package.verify(request));
      assert.equal(
        failure.message,
        `Cannot verify ./$&/a.so: no signature is stored for its hash ${FIRST}`,
      );
    },
  );
});
