import assert from "node:assert/strict";
import { seal, unseal } from "../../../src/crypto/sealing.ts";
import { localMasterKeyOperations } from "../../../src/operations/local.ts";
import type { StoreWriter } from "../../../src/store/store.ts";
import { assertRefused, CHILD, type Kit, MASTER_KEY, ORG, testKey, withKit } from "../kit.ts";

const NEW_KEY = new Uint8Array(32).fill(0x6e);
const request = { oldKey: MASTER_KEY, newKey: NEW_KEY, document: null } as const;
const EVERY = { orgId: null, includeRevoked: true } as const;

/** Three keys of two organisations, one of them revoked; their seeds are 32 times 1, 2 and 3. */
async function withKeys(body: (kit: Kit) => Promise<void>): Promise<void> {
  await withKit(async (kit) => {
    const { keys } = kit.operations;
    for (const number of [1, 2, 3]) {
      const { seed } = await testKey(number);
      const orgId = number === 3 ? CHILD : ORG;
      await keys.import({ orgId, name: `${number}`, seed, trust: false });
    }
    const reference = { text: "2", orgId: ORG };
    await keys.revoke({ reference, andTrust: false, dryRun: false });
    kit.takeEvents();
    await body(kit);
  });
}

/** Adds copies of the first key under other names. */
function copyFirst({ sql }: Kit, count: number): void {
  sql(
    "WITH RECURSIVE numbers(number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM numbers " +
      "WHERE number < ?) INSERT INTO signing_keys SELECT randomblob(16), org_id, 'copy ' || number, " +
      "encrypted_private_key, public_key, key_fingerprint, created_at, NULL " +
      "FROM signing_keys, numbers WHERE key_name = '1'",
    count,
  );
}

/** Notes the name of each call. */
function counting(writer: StoreWriter, calls: string[]): StoreWriter {
  const noting = <Calls extends object>(object: Calls, prefix: string): Calls =>
    new Proxy(object, {
      get: (target, name: string) => {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== "function") return noting(value as object, `${name}.`);
        return (...request: readonly unknown[]) => {
          calls.push(`${prefix}${name}`);
          return value(...request);
        };
      },
    });
  return noting(writer, "");
}

async function opened({ store }: Kit, masterKey: Uint8Array<ArrayBuffer>) {
  const { rows } = await store.listSigningKeys(EVERY, { limit: 1000, offset: 0 });
  const seeds = [];
  for (const { sealedSeed } of rows) seeds.push((await unseal(masterKey, sealedSeed))?.[0] ?? null);
  return seeds;
}

Deno.test("every seed, of all organisations and revoked keys too, is under the new key, and only its seal changed", async () => {
  await withKeys(async (kit) => {
    const { rows: before } = await kit.store.listSigningKeys(EVERY, { limit: 10, offset: 0 });
    assert.deepEqual(await kit.masterKeys.rotate(request), { resealed: 3, alreadyNew: 0 });
    assert.deepEqual(await opened(kit, NEW_KEY), [1, 2, 3]);
    assert.deepEqual(await opened(kit, MASTER_KEY), [null, null, null]);
    const { rows: after } = await kit.store.listSigningKeys(EVERY, { limit: 10, offset: 0 });
    assert.deepEqual(
      after.map((row) => ({ ...row, sealedSeed: 0 })),
      before.map((row) => ({ ...row, sealedSeed: 0 })),
    );
    assert.deepEqual(kit.takeEvents(), [{ type: "master_key.rotated", reason: "3 seeds" }]);
    kit.useMasterKey(NEW_KEY);
    const sign = { reference: { text: "1", orgId: ORG }, hashes: [], store: false };
    assert.equal((await kit.operations.package.sign(sign)).key.name, "1");
  });
});

Deno.test("more seeds than are open at a time", async () => {
  await withKeys(async (kit) => {
    copyFirst(kit, 1100);
    assert.deepEqual(await kit.masterKeys.rotate(request), { resealed: 1103, alreadyNew: 0 });
    const { rows } = await kit.store.listSigningKeys(EVERY, { limit: 2000, offset: 0 });
    assert.equal(new Set(rows.map(({ sealedSeed }) => sealedSeed.toHex())).size, 1103);
    for (const { sealedSeed } of rows) assert.notEqual(await unseal(NEW_KEY, sealedSeed), null);
  });
});

Deno.test("under the lock, a page of seeds is stored by one change, and no key is read or decrypted", async () => {
  await withKeys(async (kit) => {
    copyFirst(kit, 2500);
    const calls: string[] = [];
    const { store } = kit.parts;
    const counted: typeof store.transaction = (work) =>
      store.transaction((writer) => work(counting(writer, calls)));
    const masterKeys = localMasterKeyOperations({
      ...kit.parts,
      store: { ...store, transaction: counted },
    });
    assert.deepEqual(await masterKeys.rotate(request), { resealed: 2503, alreadyNew: 0 });
    const seals = ["replaceSealedSeeds", "replaceSealedSeeds", "replaceSealedSeeds"];
    assert.deepEqual(calls, ["hold", "lock", ...seals, "withDamaged.listSigningKeys"]);
  });
});

Deno.test("a key that is added after the seeds were encrypted, and one that is sealed anew, are brought under the new key", async () => {
  await withKeys(async (kit) => {
    const { store } = kit.parts;
    const joined: typeof store.transaction = async (work) => {
      const { seed } = await testKey(4);
      await kit.operations.keys.import({ orgId: CHILD, name: "4", seed, trust: false });
      kit.sql("UPDATE signing_keys SET encrypted_private_key = ? WHERE key_name = '1'", again);
      return await store.transaction(work);
    };
    const again = await seal(MASTER_KEY, new Uint8Array(12).fill(3), (await testKey(1)).seed);
    const masterKeys = localMasterKeyOperations({
      ...kit.parts,
      store: { ...store, transaction: joined },
    });
    assert.deepEqual(await masterKeys.rotate(request), { resealed: 4, alreadyNew: 0 });
    assert.deepEqual(await opened(kit, NEW_KEY), [1, 2, 3, 4]);
  });
});

Deno.test("an old key that opens nothing is wrong_master_key", async () => {
  await withKeys(async (kit) => {
    const wrong = { ...request, oldKey: new Uint8Array(32).fill(9) };
    await assertRefused(kit, "wrong_master_key", () => kit.masterKeys.rotate(wrong));
    assert.deepEqual(kit.takeEvents(), []);
  });
});

Deno.test("one seed that does not open is key_integrity, and all stay under the old key", async () => {
  await withKeys(async (kit) => {
    kit.sql("UPDATE signing_keys SET encrypted_private_key = randomblob(60) WHERE key_name = '3'");
    const { message } = await assertRefused(
      kit,
      "key_integrity",
      () => kit.masterKeys.rotate(request),
    );
    assert.match(message, /^Cannot open the key "3" \(/);
    assert.deepEqual(await opened(kit, MASTER_KEY), [1, 2, null]);
  });
});

Deno.test("a store that got seeds under two master keys is brought under one", async () => {
  await withKeys(async (kit) => {
    kit.sql("DELETE FROM signing_keys WHERE key_name IN ('2', '3')");
    const hidden = kit.sql("SELECT * FROM signing_keys")[0] as Record<string, Uint8Array>;
    kit.sql("DELETE FROM signing_keys");
    kit.useMasterKey(NEW_KEY);
    const { seed } = await testKey(7);
    await kit.operations.keys.import({ orgId: CHILD, name: "new", seed, trust: false });
    const values = Object.values(hidden);
    kit.sql("INSERT INTO signing_keys VALUES (?, ?, ?, ?, ?, ?, ?, ?)", ...values);
    assert.deepEqual(await kit.masterKeys.rotate(request), { resealed: 1, alreadyNew: 1 });
    assert.deepEqual((await opened(kit, NEW_KEY)).toSorted(), [1, 7]);
  });
});

Deno.test("keys of zeros, of another length, and the same key twice are invalid_key", async () => {
  await withKeys(async (kit) => {
    const bad = [
      { ...request, newKey: new Uint8Array(32) },
      { ...request, oldKey: new Uint8Array(32) },
      { ...request, newKey: new Uint8Array(16).fill(1) },
      { ...request, newKey: MASTER_KEY.slice() },
    ];
    for (const one of bad) {
      await assertRefused(kit, "invalid_key", () => kit.masterKeys.rotate(one));
    }
  });
});

Deno.test("a wrapped document for a store that keeps none is invalid_request", async () => {
  await withKeys(async (kit) => {
    const wrong = { ...request, document: { old: null, new: new Uint8Array(10) } };
    await assertRefused(kit, "invalid_request", () => kit.masterKeys.rotate(wrong));
  });
});

Deno.test("what was not stored as it was written is not committed", async () => {
  await withKeys(async (kit) => {
    kit.sql(
      "CREATE TRIGGER spoil AFTER UPDATE ON signing_keys WHEN NEW.key_name = '3' BEGIN " +
        "UPDATE signing_keys SET encrypted_private_key = zeroblob(60) WHERE id = NEW.id; END",
    );
    await assertRefused(kit, "store_corrupt", () => kit.masterKeys.rotate(request));
    assert.deepEqual(await opened(kit, MASTER_KEY), [1, 2, 3]);
  });
});

Deno.test("where the audit log cannot be written, all stay under the old key", async () => {
  await withKeys(async (kit) => {
    kit.breakAudit();
    await assertRefused(kit, "io_failed", () => kit.masterKeys.rotate(request));
    assert.deepEqual(await opened(kit, MASTER_KEY), [1, 2, 3]);
  });
});

Deno.test("an empty store has nothing to seal", async () => {
  await withKit(async ({ masterKeys }) => {
    assert.deepEqual(await masterKeys.rotate(request), { resealed: 0, alreadyNew: 0 });
  });
});
