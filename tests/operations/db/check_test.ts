import assert from "node:assert/strict";
import type { RowFault } from "../../../src/domain/row_fault.ts";
import { checkRows } from "../../../src/operations/db/check.ts";
import type { Bytes } from "../../../src/crypto/bytes.ts";
import {
  CHILD,
  type Kit,
  MASTER_KEY,
  ORG,
  putSignature,
  signed,
  TEST_KEYS,
  testHash,
  testKey,
  withKit,
} from "../kit.ts";

const [key, other] = TEST_KEYS;

/** What checking the whole store says. */
async function checked({ store }: Kit, masterKey: Bytes | null = MASTER_KEY) {
  const faults: RowFault[] = [];
  let [count, withoutKey, opened, closed] = [0, 0, 0, 0];
  for await (const part of checkRows({ store, masterKey })) {
    faults.push(...part.faults);
    count += part.count;
    withoutKey += part.withoutKey;
    opened += part.opened;
    closed += part.closed;
  }
  return { faults, count, withoutKey, opened, closed };
}

/** A signing key, a trusted key, a grant, a token, and a signature by each key and by one that is not here. */
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
    putSignature(kit, await signed(await testKey(3), testHash(3)));
    await body(kit);
  });
}

Deno.test("a store whose rows all hold has no fault, and a signer that is not here is counted", async () => {
  await withRows(async (kit) => {
    const before = kit.contents();
    const sound = { faults: [], count: 7, withoutKey: 1, closed: 0 };
    assert.deepEqual(await checked(kit), { ...sound, opened: 1 });
    assert.deepEqual(await checked(kit, null), { ...sound, opened: 0 });
    assert.deepEqual(kit.contents(), before);
  });
});

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
];

for (const [sql, table, fault] of HARM) {
  Deno.test(`after ${sql}, that row alone is named`, async () => {
    await withRows(async (kit) => {
      kit.sql(sql);
      const { faults, count } = await checked(kit);
      assert.equal(count, 7);
      assert.deepEqual(faults.map((one) => one.table), [table]);
      assert.match(faults[0]!.fault, fault);
      assert.match(faults[0]!.id ?? "", /^[0-9a-f-]{36}$/);
    });
  });
}

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
    const { faults } = await checked(kit);
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
        findTrustedKeys: (...request: Parameters<typeof withDamaged.findTrustedKeys>) => {
          lookUps++;
          return withDamaged.findTrustedKeys(...request);
        },
      },
    };
    const parts = await Array.fromAsync(checkRows({ store, masterKey: MASTER_KEY }));
    assert.equal(lookUps, 3);
    assert.ok(parts.every(({ count }) => count <= 1000));
    const faults = parts.flatMap((part) => part.faults);
    assert.equal(faults.length, 2500);
    assert.equal(parts.reduce((sum, { count }) => sum + count, 0), 2507);
  });
});
