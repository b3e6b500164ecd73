import assert from "node:assert/strict";
import fc from "fast-check";
import { toKeyName } from "../../../src/domain/key_name.ts";
import { later, NOON } from "../records.ts";
import { change, type RegisterTest, save } from "./opened_store.ts";

const TIMES = [
  "1970-01-01T00:00:00.000Z",
  "1999-12-31T23:59:59.999Z",
  "2024-02-29T00:00:00.001Z",
  "2026-01-28T12:00:00.100Z",
  "2026-07-28T12:00:00.000Z",
  "2038-01-19T03:14:08.500Z",
  "9999-12-31T23:59:59.999Z",
].map((text) => new Date(text));

const NAMES = [
  "a",
  "  spaces around  ",
  "Straße № 5 / ключ \\ 鍵",
  'it\'s "quoted" `so` $1 ? %s :name ../../etc',
  "\u202Eright to left\u202C\u200B\u2028\u{10FFFF}\uFFFE",
  "\uFEFFbyte order mark",
  "x".repeat(255),
  `${"é".repeat(127)}x`,
  `${"😀".repeat(63)}xyz`,
];

/** What goes in comes out: values, times, names, bytes; and what comes out is the caller's own. */
export function recordContract(test: RegisterTest): void {
  test("records are read as they were written", async ({ store, make }) => {
    const key = make.signingKey({ revokedAt: later(5) });
    const trusted = make.trustedKey({ name: null });
    const grant = make.trustGrant();
    const signature = make.signature({ orgId: null });
    const token = make.apiToken();
    await save(store, {
      signingKeys: [key],
      trustedKeys: [trusted],
      grants: [grant],
      signatures: [signature],
      apiTokens: [token],
    });
    assert.deepEqual(await store.signingKey(key.id), key);
    assert.deepEqual(await store.trustedKeysOf([trusted.orgId], [trusted.fingerprint]), [trusted]);
    assert.deepEqual(await store.trustGrantsOf([grant.parentOrgId], "parent"), [grant]);
    assert.deepEqual(await store.signaturesOf(signature.packageHash), [signature]);
    assert.deepEqual(await store.findApiToken(token.tokenHash), token);
  });

  test("times are kept to the millisecond, in UTC", async ({ store, make }) => {
    const keys = TIMES.map((time) => make.signingKey({ createdAt: time, revokedAt: time }));
    await save(store, { signingKeys: keys });
    for (const key of keys) assert.deepEqual(await store.signingKey(key.id), key);
  });

  test("names of any Unicode up to 255 bytes are kept as they are", async ({ store, make }) => {
    const names = [...NAMES, ...fc.sample(keyNames(), { numRuns: 50, seed: 1 })];
    const keys = [...new Set(names)].map((name) => make.signingKey({ name }));
    const trusted = keys.map(({ name }) => make.trustedKey({ name }));
    await save(store, { signingKeys: keys, trustedKeys: trusted });
    for (const key of keys) {
      assert.deepEqual(await store.signingKey(key.id), key);
      assert.deepEqual(await store.findSigningKeys({ orgId: key.orgId, name: key.name }, 9), [key]);
    }
    for (const key of trusted) {
      assert.deepEqual(await store.trustedKeysOf([key.orgId], [key.fingerprint]), [key]);
    }
  });

  test("what was given and what was read belong to the caller", async ({ store, make }) => {
    const key = make.signingKey();
    const kept = structuredClone(key);
    await change(store, async (writer) => {
      await writer.addSigningKey(key);
      spoil(key);
      const own = await writer.signingKey(key.id);
      assert.deepEqual(own, kept);
      spoil(own);
      assert.deepEqual(await writer.signingKey(key.id), kept);
    });
    const read = await store.signingKey(key.id);
    assert.deepEqual(read, kept);
    spoil(read);
    assert.deepEqual(await store.signingKey(key.id), kept);
  });
}

function keyNames(): fc.Arbitrary<string> {
  return fc.string({ unit: "binary", minLength: 1, maxLength: 60 }).filter((name) => {
    try {
      return toKeyName(name) === name;
    } catch {
      return false;
    }
  });
}

function spoil(
  key:
    | { readonly sealedSeed: Uint8Array; readonly publicKey: Uint8Array; readonly createdAt: Date }
    | null,
): void {
  key?.sealedSeed.fill(0);
  key?.publicKey.fill(0);
  // NOON itself is everybody's.
  if (key?.createdAt !== NOON) key?.createdAt.setTime(0);
}
