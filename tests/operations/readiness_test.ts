import assert from "node:assert/strict";
import { requireReady } from "../../src/operations/readiness.ts";
import { openDirectory } from "../../src/store/directory/open_directory.ts";
import { openSqlite } from "../../src/store/sqlite/open_sqlite.ts";
import { assertRefused, type Kit, ORG, withKit } from "./kit.ts";

async function withKey(body: (kit: Kit) => Promise<void>): Promise<void> {
  await withKit(async (kit) => {
    await kit.operations.keys.generate({ orgId: ORG, name: "key", trust: false });
    kit.takeEvents();
    await body(kit);
  });
}

Deno.test("a store with its tables and the master key of its keys is ready; nothing is changed or told", async () => {
  await withKey(async (kit) => {
    const before = kit.contents();
    assert.equal(await requireReady(kit.parts), undefined);
    assert.deepEqual(kit.contents(), before);
    assert.deepEqual(kit.takeEvents(), []);
  });
});

Deno.test("a store without keys is ready for any master key but one of zeros", async () => {
  await withKit(async (kit) => {
    kit.useMasterKey(new Uint8Array(32).fill(9));
    await requireReady(kit.parts);
    kit.useMasterKey(new Uint8Array(32));
    await assertRefused(kit, "invalid_key", () => requireReady(kit.parts));
  });
});

Deno.test("another master key than the store's is not ready", async () => {
  await withKey(async (kit) => {
    kit.useMasterKey(new Uint8Array(32).fill(9));
    await assertRefused(kit, "wrong_master_key", () => requireReady(kit.parts));
  });
});

Deno.test("a master key of the oldest keys alone is not ready, and the message is about serving", async () => {
  await withKey(async (kit) => {
    for (let number = 0; number < 10; number++) {
      await kit.operations.keys.generate({ orgId: ORG, name: `newer-${number}`, trust: false });
    }
    kit.takeEvents();
    kit.sql(
      "UPDATE signing_keys SET encrypted_private_key = zeroblob(60) WHERE key_name LIKE 'newer-%'",
    );
    const { message } = await assertRefused(kit, "key_integrity", () => requireReady(kit.parts));
    const state = "the master key opens the oldest keys of this store, and none of the newest";
    assert.equal(message, `Cannot serve "${kit.store.location}": ${state}`);
  });
});

Deno.test("the master key is wiped, whether it opened the keys or not", async () => {
  await withKey(async (kit) => {
    await requireReady(kit.parts);
    kit.useMasterKey(new Uint8Array(32).fill(9));
    await assert.rejects(requireReady(kit.parts), { code: "wrong_master_key" });
    const keys = kit.secrets.slice(-2);
    assert.deepEqual(keys, [new Uint8Array(32), new Uint8Array(32)]);
  });
});

Deno.test("a store without the table of API tokens is not ready, and the hint says what makes it", async () => {
  await withKey(async (kit) => {
    kit.sql("DROP TABLE cloacina_api_tokens");
    const ready = requireReady(kit.parts);
    await assert.rejects(ready, {
      code: "store_unavailable",
      message: `Cannot serve "${kit.store.location}": it has no table for API tokens`,
      hint: "`cloacina db migrate` creates what is missing",
    });
    await kit.store.migrate();
    await requireReady(kit.parts);
  });
});

Deno.test("a store that was never prepared is not ready, and nobody asks for the master key", async () => {
  await withKit(async (kit) => {
    const directory = await Deno.makeTempDir({ prefix: "cloacina-ready-" });
    const store = await openSqlite({ kind: "sqlite", path: `${directory}/store.db` });
    try {
      const ready = requireReady({ ...kit.parts, store });
      await assert.rejects(ready, {
        code: "store_unavailable",
        message: `Cannot serve "${store.location}": the database does not exist`,
        hint: "create it with `cloacina db migrate`",
      });
      assert.deepEqual(kit.secrets, []);
    } finally {
      await store.close();
      await Deno.remove(directory, { recursive: true });
    }
  });
});

Deno.test("a store with tables that differ is not ready, and no hint leads to a migration that is refused", async () => {
  await withKey(async (kit) => {
    kit.sql("ALTER TABLE trusted_keys RENAME COLUMN revoked_at TO ended_at");
    await assert.rejects(requireReady(kit.parts), {
      code: "store_unavailable",
      message: `Cannot serve "${kit.store.location}": trusted_keys has no column revoked_at`,
      hint: "name another file with --database-url or DATABASE_URL",
    });
    await assert.rejects(kit.store.migrate(), {
      code: "store_corrupt",
      hint: "name another file with --database-url or DATABASE_URL",
    });
  });
});

Deno.test("a key directory that is not there is not ready: another was meant, and nobody asks for a passphrase", async () => {
  await withKit(async (kit) => {
    const folder = await Deno.makeTempDir({ prefix: "cloacina-ready-" });
    const store = await openDirectory({ kind: "directory", path: `${folder}/keys` });
    try {
      await assert.rejects(requireReady({ ...kit.parts, store }), {
        code: "store_unavailable",
        message: `Cannot serve "${store.location}": the key directory does not exist`,
        hint:
          "name the store with --database-url, DATABASE_URL or --key-dir; the first command that writes to a key directory creates it",
      });
      assert.deepEqual(kit.secrets, []);
      assert.deepEqual([...Deno.readDirSync(folder)], []);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
});

Deno.test("a store that its role may not read is not ready, with the reason, also of the tokens alone", async () => {
  await withKit(async (kit) => {
    const status = await kit.store.schemaStatus();
    const expected = (state: string) => ({
      code: "insufficient_permissions",
      message: `Cannot serve "${kit.store.location}": ${state}`,
      hint: "use another role, or grant this one the privileges",
    });
    const isReadySo = (changed: Partial<typeof status>) => {
      const schemaStatus = () => Promise.resolve({ ...status, ...changed });
      return requireReady({ ...kit.parts, store: { ...kit.store, schemaStatus } });
    };
    const state = "this role has no SELECT on cloacina_api_tokens";
    await assert.rejects(
      isReadySo({
        ownTables: { ...status.ownTables, "API tokens": { isThere: true, fault: state } },
      }),
      expected(state),
    );
    const problem = "this role has no SELECT on trusted_keys";
    const refusal = {
      code: "insufficient_permissions",
      hint: "use another role, or grant this one the privileges",
    } as const;
    await assert.rejects(
      isReadySo({ isReady: false, problems: [problem], refusal }),
      expected(problem),
    );
    assert.deepEqual(kit.secrets, []);
  });
});
