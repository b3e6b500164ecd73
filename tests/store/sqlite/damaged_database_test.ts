import assert from "node:assert/strict";
import { openSqlite } from "../../../src/store/sqlite/open_sqlite.ts";
import type { Store } from "../../../src/store/store.ts";
import { recordBuilder } from "../../contracts/records.ts";
import { save } from "../../contracts/store/opened_store.ts";
import { execute, makeEngineDatabase, shapeOf } from "./engine_database.ts";
import { withDirectory, withStore } from "./temporary_sqlite.ts";
import { ALL_OWN_TABLES } from "../../contracts/store/own_tables.ts";

const ALL = { limit: 1000, offset: 0 };

Deno.test("what is no database is store_corrupt, named, and stays as it is", async () => {
  const texts = ["xy", "not a database\n".repeat(1000), "SQLite format 3\0", "\0".repeat(4096)];
  for (const text of texts) {
    await requireRefused(new TextEncoder().encode(text), "it is not an SQLite database");
  }
});

Deno.test("a file of one byte, which SQLite would write over, is no database either", async () => {
  await withDirectory(async (directory) => {
    const path = `${directory}/note.txt`;
    await Deno.writeTextFile(path, "x");
    await assert.rejects(openSqlite({ kind: "sqlite", path }), {
      code: "store_corrupt",
      message: `Cannot access the database "${path}": it is not an SQLite database`,
    });
    assert.equal(await Deno.readTextFile(path), "x");
  });
});

Deno.test("a database that was cut off is store_corrupt, named, and stays as it is", async () => {
  const whole = await filledDatabase();
  for (const length of [100, 1000, 4096, 8192, Math.floor(whole.length / 8192) * 4096]) {
    await requireRefused(whole.subarray(0, length), "the file is damaged");
  }
});

Deno.test("a database with a spoilt page is refused or read, never wrongly", async () => {
  const whole = await filledDatabase();
  const expected = await inFile(whole, readAll);
  let refused = 0;
  for (let page = 0; page < whole.length / 4096; page++) {
    const spoilt = Uint8Array.from(whole);
    spoilt.fill(0xa5, page * 4096 + (page === 0 ? 100 : 0), (page + 1) * 4096);
    const found = await inFile(spoilt, (store) => readAll(store).catch(codeOf));
    if (found === "store_corrupt") refused += 1;
    else assert.deepEqual(found, expected);
  }
  assert.ok(refused > 0);
});

Deno.test("another application's database is store_corrupt, and stays as it is", async () => {
  const makings = [
    "CREATE TABLE bookmarks (url TEXT)",
    "PRAGMA application_id = 252006673",
    "CREATE VIEW signing_keys AS SELECT 1 AS id",
  ];
  for (const making of makings) {
    await withDirectory(async (directory) => {
      const path = `${directory}/other.db`;
      execute(path, making);
      await requireUnusable(path, {
        code: "store_corrupt",
        message: `Cannot access the database "${path}": it belongs to another application`,
        hint: "name another file with --database-url or DATABASE_URL",
      });
    });
  }
});

Deno.test("the engine's database without its signing tables says to upgrade the engine", async () => {
  await withDirectory(async (directory) => {
    const path = `${directory}/cloacina.db`;
    makeEngineDatabase(path, "without signing", "delete");
    await requireUnusable(path, {
      code: "store_corrupt",
      message: `Cannot access the database "${path}": ` +
        "signing_keys is missing, trusted_keys is missing, " +
        "key_trust_acls is missing, package_signatures is missing",
      hint: "upgrade the engine, which then creates its signing tables",
    });
  });
});

Deno.test("the engine's database before its migration 020 says to upgrade for signatures", async () => {
  await withDirectory(async (directory) => {
    const path = `${directory}/cloacina.db`;
    makeEngineDatabase(path, "without org", "delete");
    const expected = {
      code: "store_corrupt",
      message: `Cannot access the database "${path}": package_signatures has no column org_id`,
      hint: "upgrade the engine, which then creates its signing tables",
    };
    const shape = shapeOf(path);
    await withStore(path, async (store) => {
      const make = recordBuilder();
      await assert.rejects(store.migrate(), expected);
      await assert.rejects(store.signaturesOf(make.packageHash()), expected);
      await assert.rejects(save(store, { signatures: [make.signature()] }), expected);
      await save(store, { signingKeys: [make.signingKey()] });
    });
    assert.deepEqual(shapeOf(path), shape);
  });
});

Deno.test("a database of ours that lacks something is named with what it lacks", async () => {
  const makings = [
    ["DROP TABLE key_trust_acls", "key_trust_acls is missing"],
    [
      "ALTER TABLE trusted_keys RENAME TO kept; CREATE VIEW trusted_keys AS SELECT * FROM gone",
      "trusted_keys cannot be read (no such table: main.gone)",
    ],
    [
      "ALTER TABLE trusted_keys DROP COLUMN key_name",
      "trusted_keys has no column key_name",
    ],
    [
      "ALTER TABLE package_signatures ADD COLUMN tenant TEXT NOT NULL DEFAULT 'x'",
      null,
    ],
    [
      `DROP TABLE key_trust_acls; CREATE TABLE key_trust_acls
       (id BLOB, parent_org_id BLOB, child_org_id BLOB, granted_at TEXT, revoked_at TEXT)`,
      "key_trust_acls has no unique index on child_org_id, parent_org_id",
    ],
    [
      `DROP TABLE key_trust_acls; CREATE TABLE key_trust_acls
       (id BLOB, parent_org_id BLOB, child_org_id BLOB, granted_at TEXT, revoked_at TEXT,
        tenant TEXT NOT NULL, UNIQUE (child_org_id, parent_org_id))`,
      "key_trust_acls has a column tenant, which must be filled and is unknown to cloacina",
    ],
  ] as const;
  for (const [making, problem] of makings) {
    await withDirectory(async (directory) => {
      const path = `${directory}/store.db`;
      await withStore(path, (store) => store.migrate());
      execute(path, making);
      await withStore(path, async (store) => {
        const problems = problem === null ? [] : [problem];
        const { refusal, ...status } = await store.schemaStatus();
        assert.deepEqual(status, {
          ...{ owner: "cloacina", isReady: problem === null, ownTables: ALL_OWN_TABLES },
          problems,
        });
        assert.equal(refusal?.code, problem === null ? undefined : "store_corrupt");
        if (problem === null) return;
        await assert.rejects(store.migrate(), {
          code: "store_corrupt",
          message: `Cannot access the database "${path}": ${problem}`,
        });
      });
    });
  }
});

/** Nothing can be done with these bytes, and they are the same afterwards. */
async function requireRefused(bytes: Uint8Array, state: string): Promise<void> {
  await withDirectory(async (directory) => {
    const path = `${directory}/damaged.db`;
    await Deno.writeFile(path, bytes);
    const message = `Cannot access the database "${path}": ${state}`;
    await requireUnusable(path, { code: "store_corrupt", message });
  });
}

/** Reading, writing and migrating throw this, and leave the file as it is with nothing beside it. */
async function requireUnusable(
  path: string,
  expected: { readonly code: string; readonly message: string; readonly hint?: string },
): Promise<void> {
  const before = await Deno.readFile(path);
  await withStore(path, async (store) => {
    await assert.rejects(readAll(store), expected);
    await assert.rejects(save(store, { signingKeys: [recordBuilder().signingKey()] }), expected);
    await assert.rejects(store.migrate(), expected);
  });
  assert.deepEqual(await Deno.readFile(path), before);
  const directory = path.slice(0, path.lastIndexOf("/"));
  assert.equal((await Array.fromAsync(Deno.readDir(directory))).length, 1);
}

/** The bytes of a database with rows on many pages. */
async function filledDatabase(): Promise<Uint8Array> {
  let bytes = new Uint8Array();
  await withDirectory(async (directory) => {
    const path = `${directory}/store.db`;
    const make = recordBuilder("filled");
    await withStore(path, async (store) => {
      await store.migrate();
      await save(store, {
        signingKeys: Array.from({ length: 60 }, () => make.signingKey()),
        signatures: Array.from({ length: 60 }, () => make.signature()),
      });
    });
    bytes = await Deno.readFile(path);
  });
  return bytes;
}

async function inFile<Result>(
  bytes: Uint8Array,
  body: (store: Store) => Promise<Result>,
): Promise<Result> {
  const results: Result[] = [];
  await withDirectory(async (directory) => {
    await Deno.writeFile(`${directory}/store.db`, bytes);
    await withStore(`${directory}/store.db`, async (store) => {
      results.push(await body(store));
    });
  });
  return results[0] as Result;
}

async function readAll(store: Store): Promise<unknown> {
  return [
    await store.listSigningKeys({ orgId: null, includeRevoked: true }, ALL),
    await store.listSignatures({ orgId: null, fingerprint: null }, ALL),
  ];
}

function codeOf(error: { readonly code?: string }): string | undefined {
  return error.code;
}
