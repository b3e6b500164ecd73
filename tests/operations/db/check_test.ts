import assert from "node:assert/strict";
import type { ApiTokenId } from "../../../src/domain/api_token.ts";
import type { PackageHash } from "../../../src/domain/package_hash.ts";
import type { RowFault } from "../../../src/domain/row_fault.ts";
import { checkRows } from "../../../src/operations/db/check.ts";
import type { Bytes } from "../../../src/crypto/bytes.ts";
import type { MinimumVersionRecord, StatementRecord } from "../../../src/domain/records.ts";
import type { PackageSignature } from "../../../src/domain/signature.ts";
import { statementMessage } from "../../../src/formats/statement/statement.ts";
import { signStating } from "../../../src/operations/package/sign.ts";
import { save } from "../../contracts/store/opened_store.ts";
import {
  CHILD,
  type Kit,
  MASTER_KEY,
  ORG,
  putSignature,
  signed,
  TEST_KEYS,
  testHash,
  type TestKey,
  testKey,
  withKit,
} from "../kit.ts";

const [key, other] = TEST_KEYS;
const NOON = new Date("2026-01-28T12:00:00Z");

/** What checking the whole store says. */
async function checked({ store }: Kit, masterKey: Bytes | null = MASTER_KEY) {
  const faults: RowFault[] = [];
  const damagedIn: string[] = [];
  let [count, withoutKey, opened, closed] = [0, 0, 0, 0];
  for await (const part of checkRows({ store, masterKey })) {
    faults.push(...part.faults);
    damagedIn.push(...part.damagedIn === null ? [] : [part.damagedIn]);
    count += part.count;
    withoutKey += part.withoutKey;
    opened += part.opened;
    closed += part.closed;
  }
  return { faults, damagedIn, count, withoutKey, opened, closed };
}

const TERMS = { claims: { name: "pkg", version: "1.2.0" }, expires: null, predicate: null };

/** What a key states of the first package. */
async function stated(by: TestKey): Promise<StatementRecord> {
  const asked = { hash: testHash(1), terms: TERMS };
  return toRecord(await signStating(by.signer, asked, () => NOON), by);
}

function toRecord({ packageHash, statement }: PackageSignature, by: TestKey): StatementRecord {
  const keyFingerprint = by.publicKey.fingerprint;
  return { id: crypto.randomUUID(), packageHash, keyFingerprint, ...statement!, storedAt: NOON };
}

const MINIMUM: MinimumVersionRecord = {
  ...{ id: crypto.randomUUID(), orgId: ORG, name: "pkg", version: "1.2.0", raisedAt: NOON },
};

/**
 * A signing key, a trusted key, a grant, a token, a minimum version, a signature by each key and by one that is not
 * here, and a statement by the first and by that one.
 */
async function withRows(body: (kit: Kit) => Promise<void>): Promise<void> {
  await withKit(async (kit) => {
    const { keys, orgs, tokens } = kit.operations;
    await keys.import({ orgId: ORG, name: "key", seed: key.seed.slice(), trust: false });
    await keys.trust({ orgId: ORG, publicKey: other.publicKey, name: null });
    await orgs.grantTrust({ parent: ORG, child: CHILD });
    await tokens.create({
      ...{ orgId: ORG, name: null, role: "read", keyIds: null, expiresAt: null },
    });
    putSignature(kit, await signed(key, testHash(1)));
    putSignature(kit, await signed(other, testHash(2)));
    const stranger = await testKey(3);
    putSignature(kit, await signed(stranger, testHash(3)));
    const statements = [await stated(key), await stated(stranger)];
    await save(kit.store, { statements, minimumVersions: [MINIMUM] });
    await body(kit);
  });
}

Deno.test("a store whose rows all hold has no fault, and a signer that is not here is counted", async () => {
  await withRows(async (kit) => {
    const before = kit.contents();
    const sound = { faults: [], damagedIn: [], count: 10, withoutKey: 2, closed: 0 };
    assert.deepEqual(await checked(kit), { ...sound, opened: 1 });
    assert.deepEqual(await checked(kit, null), { ...sound, opened: 0 });
    assert.deepEqual(kit.contents(), before);
  });
});

const BY_KEY = "key_fingerprint IN (SELECT key_fingerprint FROM signing_keys)";

/** What somebody does to a row behind the tool's back, and what is then said of it. */
const HARM: readonly (readonly [sql: string, table: string, fault: RegExp])[] = [
  [
    "UPDATE signing_keys SET encrypted_private_key = zeroblob(60)",
    "signing_keys",
    /^the master key does not open its private key$/,
  ],
  [
    "UPDATE signing_keys SET public_key = (SELECT public_key FROM trusted_keys)",
    "signing_keys",
    /^its public key is not that of its private key$/,
  ],
  ["UPDATE signing_keys SET created_at = 'soon'", "signing_keys", /^its created_at is not a time/],
  [
    "UPDATE trusted_keys SET key_fingerprint = (SELECT key_fingerprint FROM signing_keys)",
    "trusted_keys",
    /^its fingerprint is not that of its public key$/,
  ],
  ["UPDATE key_trust_acls SET child_org_id = x'00'", "key_trust_acls", /^its child_org_id is not/],
  [
    "UPDATE package_signatures SET signature = zeroblob(64) WHERE package_hash LIKE '01%'",
    "package_signatures",
    /^its signature is not valid under the key that it names$/,
  ],
  [
    "UPDATE package_signatures SET signature = x'00' WHERE package_hash LIKE '02%'",
    "package_signatures",
    /^its signature is not 64 bytes$/,
  ],
  [
    "UPDATE cloacina_api_tokens SET role = 'owner'",
    "cloacina_api_tokens",
    /^its role is not one of/,
  ],
  [
    `UPDATE cloacina_statements SET signature = zeroblob(64) WHERE ${BY_KEY}`,
    "cloacina_statements",
    /^its statement is not valid under the key that it names \(package 01[0-9a-f]{62}, key [0-9a-f]{64}\)$/,
  ],
  [
    `UPDATE cloacina_statements SET package_hash = '${testHash(2)}' WHERE ${BY_KEY}`,
    "cloacina_statements",
    /^its statement is about another package \(package 02[0-9a-f]{62}, key [0-9a-f]{64}\)$/,
  ],
  [
    `UPDATE cloacina_statements SET payload = x'' WHERE ${BY_KEY}`,
    "cloacina_statements",
    /^its payload is not 1 to 32768 bytes \(package 01[0-9a-f]{62}, key [0-9a-f]{64}\)$/,
  ],
  [
    "UPDATE cloacina_minimum_versions SET package_version = '1.2'",
    "cloacina_minimum_versions",
    /^its package_version is not a version that can be claimed$/,
  ],
  [
    "UPDATE cloacina_minimum_versions SET package_name = char(10)",
    "cloacina_minimum_versions",
    /^its package_name is not a name that can be claimed$/,
  ],
];

for (const [sql, table, fault] of HARM) {
  Deno.test(`after ${sql}, that row alone is named`, async () => {
    await withRows(async (kit) => {
      kit.sql(sql);
      const { faults, damagedIn, count, closed } = await checked(kit);
      assert.equal(count, 10);
      assert.deepEqual(damagedIn, closed === 0 ? [table] : []);
      assert.deepEqual(faults.map((one) => one.table), [table]);
      assert.match(faults[0]!.fault, fault);
      assert.match(faults[0]!.id ?? "", /^[0-9a-f-]{36}$/);
    });
  });
}

/** What `db check` hints at, for a row of the table that was found. */
const REMEDIES: Readonly<Record<string, (kit: Kit, found: RowFault) => Promise<unknown>>> = {
  signing_keys: ({ operations: { keys } }, { id }) => {
    const reference = { text: id!, orgId: ORG };
    return keys.revoke({ reference, andTrust: false, dryRun: false });
  },
  trusted_keys: ({ operations: { keys } }, { id }) =>
    keys.trusted.revoke({ orgId: ORG, fingerprintPrefix: id!, dryRun: false }),
  package_signatures: ({ operations: { signatures } }, { id }) =>
    signatures.remove({ orgId: null, choice: { id: id! }, force: false, dryRun: false }),
  cloacina_statements: ({ operations }, { fault }) => {
    const hashes = [/package ([0-9a-f]{64})/.exec(fault)![1] as PackageHash];
    const reference = { text: "key", orgId: ORG };
    return operations.package.sign({ reference, hashes, store: true, terms: TERMS });
  },
  cloacina_api_tokens: ({ operations: { tokens } }, { id }) =>
    tokens.revoke({ id: id as ApiTokenId, orgId: null }),
};

for (const [sql, table] of HARM) {
  const remedy = REMEDIES[table];
  if (remedy === undefined) continue;
  Deno.test(`after ${sql}, what is hinted at takes the row out of use or replaces it`, async () => {
    await withRows(async (kit) => {
      kit.sql(sql);
      const { faults: [found] } = await checked(kit);
      await remedy(kit, found!);
      const { faults } = await checked(kit);
      const isGone = table === "package_signatures" || table === "cloacina_statements";
      assert.deepEqual(faults.map(({ id }) => id), isGone ? [] : [found!.id]);
    });
  });
}

Deno.test("what a signer signed as a statement, and is none, is a fault of the row", async () => {
  await withRows(async (kit) => {
    const payload = new TextEncoder().encode("{}");
    const signature = await key.signer.sign(statementMessage(payload));
    const row = { ...await stated(key), payload, signature };
    await save(kit.store, { statements: [row] });
    const { faults } = await checked(kit);
    assert.deepEqual(faults.map(({ table, fault }) => [table, fault]), [[
      "cloacina_statements",
      "Cannot read the statement of this row: it is no in-toto statement of version 0.1 or 1 " +
      `(package ${testHash(1)}, key ${key.publicKey.fingerprint})`,
    ]]);
  });
});

Deno.test("another master key opens no seed, and without one none is opened", async () => {
  await withRows(async (kit) => {
    const { faults, opened, closed } = await checked(kit, new Uint8Array(32).fill(9));
    assert.deepEqual(faults.map((one) => one.fault), [
      "the master key does not open its private key",
    ]);
    assert.deepEqual([opened, closed], [0, 1]);
    kit.sql("UPDATE signing_keys SET encrypted_private_key = zeroblob(60)");
    assert.deepEqual((await checked(kit, null)).faults, []);
  });
});

Deno.test("a private key that opens beside a public key that is another's counts as opened", async () => {
  await withRows(async (kit) => {
    kit.sql("UPDATE signing_keys SET public_key = (SELECT public_key FROM trusted_keys)");
    const { opened, closed } = await checked(kit);
    assert.deepEqual([opened, closed], [1, 0]);
  });
});

Deno.test("a damaged row that another master key does not open is damaged, not closed", async () => {
  await withRows(async (kit) => {
    kit.sql("UPDATE signing_keys SET public_key = (SELECT public_key FROM trusted_keys)");
    const { opened, closed } = await checked(kit, new Uint8Array(32).fill(9));
    assert.deepEqual([opened, closed], [0, 0]);
  });
});

Deno.test("a row whose ID is damaged is met all the same", async () => {
  await withRows(async (kit) => {
    kit.sql("UPDATE package_signatures SET id = x'07' WHERE package_hash LIKE '01%'");
    const { faults, damagedIn } = await checked(kit);
    assert.deepEqual(damagedIn, []);
    assert.deepEqual(faults, [
      { table: "package_signatures", id: null, fault: "its id is not a UUID" },
    ]);
  });
});

Deno.test("a store of several pages is checked to its end, with a look-up of each signer once", async () => {
  await withRows(async (kit) => {
    kit.sql(
      "WITH RECURSIVE n(number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM n WHERE number < 2500) " +
        "INSERT INTO package_signatures SELECT randomblob(16), printf('%064x', number), " +
        "key_fingerprint, signature, signed_at, org_id FROM package_signatures, n " +
        "WHERE package_hash LIKE '01%'",
    );
    const { withDamaged } = kit.store;
    let lookUps = 0;
    const store = {
      ...kit.store,
      withDamaged: {
        ...withDamaged,
        trustedKeysOf: (...request: Parameters<typeof withDamaged.trustedKeysOf>) => {
          lookUps++;
          return withDamaged.trustedKeysOf(...request);
        },
      },
    };
    const parts = await Array.fromAsync(checkRows({ store, masterKey: MASTER_KEY }));
    assert.equal(lookUps, 3);
    assert.ok(parts.every(({ count }) => count <= 1000));
    const faults = parts.flatMap((part) => part.faults);
    assert.equal(faults.length, 2500);
    assert.equal(parts.reduce((sum, { count }) => sum + count, 0), 2510);
  });
});
