import assert from "node:assert/strict";
import type { KeyId } from "../../../src/domain/ids.ts";
import type { Store } from "../../../src/store/store.ts";
import { startProcess } from "../../contracts/processes/store_process.ts";
import { FILE_PERMISSIONS } from "../../testkit/file_permissions.ts";
import { later, recordBuilder } from "../../contracts/records.ts";
import { save } from "../../contracts/store/opened_store.ts";
import {
  engineShapeOf,
  execute,
  makeEngineDatabase,
  plain,
  requireIntact,
  shapeOf,
  withDatabase,
} from "./engine_database.ts";
import { temporarySqlite, withDirectory, withStore } from "./temporary_sqlite.ts";
import { ALL_OWN_TABLES, NO_OWN_TABLES } from "../../contracts/store/own_tables.ts";

const ALL = { limit: 9, offset: 0 };
const READY = { owner: "cloacina", isReady: true, ownTables: ALL_OWN_TABLES, problems: [] };
const BEFORE = "DROP TABLE cloacina_api_tokens";
const BEFORE_ALL =
  `${BEFORE}; DROP TABLE cloacina_statements; DROP TABLE cloacina_minimum_versions`;

const make = recordBuilder("api tokens");

/** Databases of before: by what they are called, whose they are, and how they are made. */
const DATABASES: readonly (readonly [string, string, (path: string) => Promise<void>])[] = [
  ["ours", "cloacina", makeOurs],
  ["the engine's (wal)", "engine", (path) => Promise.resolve(makeEngineDatabase(path))],
  ["the engine's (delete)", "engine", (path) => {
    return Promise.resolve(makeEngineDatabase(path, "whole", "delete"));
  }],
];

for (const [what, owner, makeDatabase] of DATABASES) {
  Deno.test(`a database of before gets just our own tables: ${what}`, async () => {
    await withDirectory(async (directory) => {
      const path = `${directory}/store.db`;
      await makeDatabase(path);
      const shape = engineShapeOf(path);
      assert.deepEqual(shapeOf(path), shape);
      await withStore(path, async (store) => {
        const status = { ...READY, owner };
        assert.deepEqual(await store.schemaStatus(), { ...status, ownTables: NO_OWN_TABLES });
        await refusesTokens(store, {
          code: "store_unavailable",
          message:
            `Cannot access the API tokens in the database "${path}": it has no table for them`,
          hint: "create it with `cloacina db migrate`",
        });
        const key = make.signingKey();
        await save(store, { signingKeys: [key] });
        assert.deepEqual(await store.signingKey(key.id), key);
        assert.deepEqual(shapeOf(path), shape);
        // By another opening: this one must not go on with what it knew.
        await withStore(path, async (other) => {
          const made = ["API tokens", "statements", "minimum versions"];
          assert.deepEqual(await other.migrate(), { status, made });
        });
        const token = make.apiToken();
        await save(store, { apiTokens: [token] });
        assert.deepEqual(await store.findApiToken(token.tokenHash), token);
        assert.deepEqual((await store.migrate()).status, status);
        assert.deepEqual(await store.signingKey(key.id), key);
      });
      assert.deepEqual(engineShapeOf(path), shape);
      assert.notDeepEqual(shapeOf(path), shape);
      requireIntact(path);
    });
  });

  Deno.test(`of four processes that migrate at once each finds API tokens: ${what}`, async () => {
    await withDirectory(async (directory) => {
      const location = { kind: "sqlite", path: `${directory}/store.db` } as const;
      await makeDatabase(location.path);
      const task = { location, kind: "migrate", orgId: make.orgId(), name: "" } as const;
      const processes = Array.from({ length: 4 }, () => {
        return startProcess(task, FILE_PERMISSIONS);
      });
      for (const process of processes) assert.equal(await process.line(), "ready");
      await Promise.all(processes.map(({ begin }) => begin()));
      const outcomes = await Promise.all(processes.map(({ ended }) => ended()));
      assert.deepEqual(outcomes.flat(), Array(4).fill(owner));
      await withStore(location.path, async (store) => {
        assert.deepEqual(await store.schemaStatus(), { ...READY, owner });
      });
      requireIntact(location.path);
    });
  });
}

Deno.test("the engine's database without its signing tables gets no table of ours", async () => {
  for (const version of ["without signing", "without org"] as const) {
    await withDirectory(async (directory) => {
      const path = `${directory}/cloacina.db`;
      makeEngineDatabase(path, version, "delete");
      const shape = shapeOf(path);
      await withStore(path, async (store) => {
        const upgrade = {
          code: "store_corrupt",
          hint: "upgrade the engine, which then creates its signing tables",
        };
        assert.equal((await store.schemaStatus()).ownTables["API tokens"].isThere, false);
        await assert.rejects(store.migrate(), upgrade);
        await refusesTokens(store, upgrade);
      });
      assert.deepEqual(shapeOf(path), shape);
    });
  }
});

Deno.test("where there is no database, API tokens say how to make one", async () => {
  await withDirectory(async (directory) => {
    await withStore(`${directory}/none.db`, async (store) => {
      const hint = "create it with `cloacina db migrate`";
      await refusesTokens(store, { code: "store_unavailable", hint });
    });
  });
});

/** How a table of that name may be another one, what is said of it, and whether using it meets that. */
const OTHERS: readonly (readonly [string, string, "is met" | "is not met"])[] = [
  [
    `${BEFORE}; CREATE TABLE cloacina_api_tokens (id BLOB PRIMARY KEY, token_hash TEXT UNIQUE)`,
    "cloacina_api_tokens has no column name",
    "is met",
  ],
  [
    "ALTER TABLE cloacina_api_tokens DROP COLUMN revoked_at",
    "cloacina_api_tokens has no column revoked_at",
    "is met",
  ],
  [
    "ALTER TABLE cloacina_api_tokens ADD COLUMN tenant TEXT; " +
    "ALTER TABLE cloacina_api_tokens RENAME COLUMN token_hash TO hash",
    "cloacina_api_tokens has no column token_hash",
    "is not met",
  ],
  [
    `${BEFORE}; CREATE TABLE cloacina_api_tokens (id BLOB, token_hash TEXT, name TEXT, org_id BLOB,
     role TEXT, key_ids TEXT, created_at TEXT, expires_at TEXT, revoked_at TEXT)`,
    "cloacina_api_tokens has no unique index on token_hash",
    "is not met",
  ],
  [
    `${BEFORE}; CREATE VIEW cloacina_api_tokens AS SELECT 1 AS id`,
    "cloacina_api_tokens has no column token_hash",
    "is met",
  ],
];

for (const [making, problem, met] of OTHERS) {
  for (const owner of ["cloacina", "engine"] as const) {
    Deno.test(`${problem}: that is named, and left as it is (${owner})`, async () => {
      await withDirectory(async (directory) => {
        const path = `${directory}/store.db`;
        if (owner === "engine") makeEngineDatabase(path);
        await withStore(path, (store) => store.migrate());
        execute(path, making);
        const shape = shapeOf(path);
        await withStore(path, async (store) => {
          const { problems, ...status } = await store.schemaStatus();
          const hint = "have that table renamed, or name another file with --database-url";
          const refusal = { code: "store_corrupt", hint };
          assert.deepEqual(status, { owner, isReady: false, ownTables: ALL_OWN_TABLES, refusal });
          assert.equal(problems[0], problem);
          const refused = {
            code: "store_corrupt",
            message: `Cannot access the database "${path}": ${problems.join(", ")}`,
            hint,
          };
          await assert.rejects(store.migrate(), refused);
          const key = make.signingKey();
          await save(store, { signingKeys: [key] });
          assert.deepEqual(await store.signingKey(key.id), key);
          if (met === "is met") await refusesTokens(store, refused);
        });
        assert.deepEqual(shapeOf(path), shape);
      });
    });
  }
}

Deno.test("API tokens are written to the byte as they stand in the table", async () => {
  const { store, path, close } = await temporarySqlite();
  const keyIds = [make.uuid(), make.uuid()] as KeyId[];
  const given = { createdAt: new Date("2026-01-28T12:00:00Z"), expiresAt: later(0) };
  const token = make.apiToken({ ...given, keyIds, name: "it's", role: "admin" });
  await save(store, { apiTokens: [token] });
  const rows = withDatabase(path, (database) =>
    plain(
      database,
      `SELECT typeof(id) || ' ' || lower(hex(id)) AS id, token_hash, name, lower(hex(org_id)) AS org,
        role, typeof(key_ids) || ' ' || key_ids AS keys, created_at, expires_at, revoked_at
        FROM cloacina_api_tokens`,
    ));
  assert.deepEqual(rows, [{
    id: `blob ${token.id.replaceAll("-", "")}`,
    token_hash: token.tokenHash,
    name: "it's",
    org: token.orgId?.replaceAll("-", ""),
    role: "admin",
    keys: `text ["${keyIds[0]}","${keyIds[1]}"]`,
    created_at: "2026-01-28T12:00:00+00:00",
    expires_at: "2026-01-28T12:00:00.123+00:00",
    revoked_at: null,
  }]);
  await close();
});

/** A database of ours as it was before there were API tokens. */
async function makeOurs(path: string): Promise<void> {
  await withStore(path, (store) => store.migrate());
  execute(path, BEFORE_ALL);
}

/** Whatever is done with API tokens fails so. */
async function refusesTokens(
  store: Store,
  expected: { readonly code: string; readonly message?: string; readonly hint: string },
): Promise<void> {
  const token = make.apiToken();
  const uses: readonly (() => Promise<unknown>)[] = [
    () => store.apiToken(token.id),
    () => store.findApiToken(token.tokenHash),
    () => store.listApiTokens({ orgId: null, includeRevoked: true }, ALL),
    () => save(store, { apiTokens: [token] }),
    () => store.transaction((writer) => writer.revokeApiToken(token.id, later(1))),
    () => store.transaction((writer) => writer.findApiToken(token.tokenHash)),
  ];
  for (const use of uses) await assert.rejects(use(), expected);
}
