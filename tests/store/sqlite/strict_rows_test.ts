import assert from "node:assert/strict";
import type { OrgId } from "../../../src/domain/ids.ts";
import type { Store } from "../../../src/store/store.ts";
import { type RecordBuilder, recordBuilder } from "../../contracts/records.ts";
import { save } from "../../contracts/store/opened_store.ts";
import { execute } from "./engine_database.ts";
import { temporarySqlite } from "./temporary_sqlite.ts";

const ALL = { limit: 9, offset: 0 };

/** Values that the column's type admits to SQLite and that are none of its values: as SQL. */
const NOT_BYTES = ["''", "x''", "'text'", "7", "9223372036854775807", "1.5", "zeroblob(100)"];
const NOT_UUIDS = [...NOT_BYTES, "'7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11'", "zeroblob(15)"];
const NOT_TEXT = ["x'61'", "CAST(x'ff' AS TEXT)", "CAST(x'f09f98' AS TEXT)"];
const NOT_TIMES = [
  ...NOT_TEXT,
  ...["''", "'now'", "'2026-01-28'", "'2026-01-28 12:00:00'", "'2026-02-30T00:00:00Z'"],
  ...["'2026-01-28T12:00:00'", "'2026-01-28T12:00:00+00:00' || char(0) || 'x'", "1769601600"],
];
const NOT_HEX = [
  ...NOT_TEXT,
  ...["''", "'abc'", `'${"A".repeat(64)}'`, `'${"a".repeat(63)}'`, `'${"a".repeat(65)}'`],
  ...[`'${"g".repeat(64)}'`, `'${"a".repeat(64)}' || char(10)`, `'${"a".repeat(64)}' || char(0)`],
];

const NOT_ROLES = [...NOT_TEXT, "''", "'Admin'", "'owner'", "'sign' || char(0)", "'sign '"];
const NOT_UUID_LISTS = [
  ...[...NOT_TEXT, "''", "'null'", "'{}'", "'[1]'", "'[null]'", "'[[]]'", "'[] []'", "'\"\"'"],
  ...["'7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11'", `'["7f3f6a52"]'`, `'["*"]'`],
  ...[`'["7F3F6A52-0F0E-4D5C-9A39-0D6A4F1F2B11"]'`, `'["7f3f6a520f0e4d5c9a390d6a4f1f2b11"]'`],
];

const NOT_NAMES = [...NOT_TEXT, "''", "char(10)", "'a' || char(0)", "printf('%257s', 'a')"];
const NOT_VERSIONS = [...NOT_NAMES, "'1.2'", "'v1.2.0'", "'1.2.0 '", "'01.2.0'"];

const HEX = "a SHA-256 digest (64 lower-case hex digits)";
const TIME = "a time in the years 1 to 9999";

/** What the error says that a value is not. */
const WHAT: Readonly<Record<string, string>> = {
  ...{ org_id: "a UUID", child_org_id: "a UUID", key_ids: "a list of UUIDs" },
  ...{ key_name: "text", name: "text", role: "one of read, sign, admin" },
  ...{ encrypted_private_key: "60 bytes", public_key: "32 bytes", signature: "64 bytes" },
  ...{ key_fingerprint: HEX, package_hash: HEX, token_hash: HEX },
  ...{ created_at: TIME, expires_at: TIME, revoked_at: TIME },
  ...{ trusted_at: TIME, granted_at: TIME, signed_at: TIME, stored_at: TIME, raised_at: TIME },
  ...{ payload: "1 to 32768 bytes", package_name: "a name that can be claimed" },
  package_version: "a version that can be claimed",
};

interface DamagedTable {
  readonly table: string;
  readonly columns: Readonly<Record<string, readonly string[]>>;
  readonly read: (store: Store, orgId: OrgId) => Promise<unknown>;
}

const TABLES: readonly DamagedTable[] = [
  {
    table: "signing_keys",
    columns: {
      org_id: NOT_UUIDS,
      key_name: NOT_TEXT,
      encrypted_private_key: [...NOT_BYTES, "zeroblob(59)", "zeroblob(61)"],
      public_key: [...NOT_BYTES, "zeroblob(31)", "zeroblob(33)"],
      key_fingerprint: NOT_HEX,
      created_at: NOT_TIMES,
      revoked_at: NOT_TIMES,
    },
    read: (store) => store.listSigningKeys({ orgId: null, includeRevoked: true }, ALL),
  },
  {
    table: "trusted_keys",
    columns: {
      public_key: [...NOT_BYTES, "zeroblob(31)"],
      key_name: NOT_TEXT,
      key_fingerprint: NOT_HEX,
      trusted_at: NOT_TIMES,
      revoked_at: NOT_TIMES,
    },
    read: (store, orgId) => store.listTrustedKeys({ orgIds: [orgId], includeRevoked: true }, ALL),
  },
  {
    table: "key_trust_acls",
    columns: { child_org_id: NOT_UUIDS, granted_at: NOT_TIMES, revoked_at: NOT_TIMES },
    read: (store, orgId) => store.trustGrantsOf([orgId], "parent"),
  },
  {
    table: "package_signatures",
    columns: {
      package_hash: NOT_HEX,
      key_fingerprint: NOT_HEX,
      signature: [...NOT_BYTES, "zeroblob(63)", "zeroblob(65)"],
      signed_at: NOT_TIMES,
      org_id: NOT_UUIDS,
    },
    read: (store) => store.listSignatures({ orgId: null, fingerprint: null }, ALL),
  },
  {
    table: "cloacina_api_tokens",
    columns: {
      token_hash: NOT_HEX,
      name: NOT_TEXT,
      org_id: NOT_UUIDS,
      role: NOT_ROLES,
      key_ids: NOT_UUID_LISTS,
      created_at: NOT_TIMES,
      expires_at: NOT_TIMES,
      revoked_at: NOT_TIMES,
    },
    read: (store) => store.listApiTokens({ orgId: null, includeRevoked: true }, ALL),
  },
  {
    table: "cloacina_statements",
    columns: {
      package_hash: NOT_HEX,
      key_fingerprint: NOT_HEX,
      payload: ["''", "x''", "'text'", "7", "zeroblob(32769)"],
      signature: [...NOT_BYTES, "zeroblob(63)", "zeroblob(65)"],
      stored_at: NOT_TIMES,
    },
    read: (store) => store.walkStatements({ after: null, limit: 9 }),
  },
  {
    table: "cloacina_minimum_versions",
    columns: { package_name: NOT_NAMES, package_version: NOT_VERSIONS, raised_at: NOT_TIMES },
    read: (store, orgId) => store.listMinimumVersions({ orgId }, ALL),
  },
];

for (const { table, columns, read } of TABLES) {
  Deno.test(`a row of ${table} that is not as the table has it is store_corrupt, and named`, async () => {
    await withRows(async (store, path, { id, orgId }) => {
      for (const [column, values] of Object.entries(columns)) {
        for (const value of values) {
          await withValue(path, table, column, value, async () => {
            await assert.rejects(read(store, orgId), {
              code: "store_corrupt",
              message: `Cannot read row ${id} of ${table} in the database "${path}": ` +
                `its ${column} is not ${WHAT[column]}`,
            }, `${column} = ${value}`);
          });
        }
      }
      await read(store, orgId);
    });
  });
}

Deno.test("a row whose id is damaged is named by its number", async () => {
  await withRows(async (store, path) => {
    await withValue(path, "signing_keys", "id", "x'00'", async () => {
      await assert.rejects(
        store.listSigningKeys({ orgId: null, includeRevoked: true }, ALL),
        {
          code: "store_corrupt",
          message: `Cannot read row 1 of signing_keys in the database "${path}": ` +
            "its id is not a UUID",
        },
      );
    });
  });
});

Deno.test("a damaged row does not hide from a search that would find it", async () => {
  await withRows(async (store, path, { orgId }) => {
    await withValue(path, "signing_keys", "created_at", "'never'", async () => {
      const code = { code: "store_corrupt" };
      await assert.rejects(store.findSigningKeys({ orgId, name: "key" }, 1), code);
      await store.transaction(async (writer) => {
        await assert.rejects(writer.findSigningKeys({ orgId, name: "key" }, 1), code);
        const other = recordBuilder().signingKey({ orgId });
        await writer.addSigningKey(other);
        assert.deepEqual(await writer.signingKey(other.id), other);
      });
    });
  });
});

interface Ids {
  readonly id: string;
  readonly orgId: OrgId;
}

/** A store with one row in each table, all of one id and one organisation. */
async function withRows(
  body: (store: Store, path: string, ids: Ids) => Promise<void>,
): Promise<void> {
  const { store, path, close } = await temporarySqlite();
  const make = recordBuilder("strict");
  const [id, orgId] = [make.uuid(), make.orgId()];
  try {
    await save(store, rowsOf(make, id, orgId));
    await body(store, path, { id, orgId });
  } finally {
    await close();
  }
}

function rowsOf(make: RecordBuilder, id: string, orgId: OrgId) {
  const given = { id, orgId } as Ids;
  return {
    signingKeys: [make.signingKey({ ...given, id: id as never, name: "key" })],
    trustedKeys: [make.trustedKey(given)],
    grants: [make.trustGrant({ id, parentOrgId: orgId })],
    signatures: [make.signature(given)],
    apiTokens: [make.apiToken({ ...given, id: id as never })],
    statements: [make.statement({ id })],
    minimumVersions: [make.minimumVersion(given)],
  };
}

/** Runs `body` while the only row has this value, and gives it back its own. */
async function withValue(
  path: string,
  table: string,
  column: string,
  value: string,
  body: () => Promise<void>,
): Promise<void> {
  execute(path, `CREATE TABLE kept AS SELECT rowid AS number, ${column} AS value FROM ${table}`);
  execute(path, `UPDATE ${table} SET ${column} = ${value}`);
  try {
    await body();
  } finally {
    execute(
      path,
      `UPDATE ${table} SET ${column} =
      (SELECT value FROM kept WHERE number = ${table}.rowid)
      WHERE rowid IN (SELECT number FROM kept)`,
    );
    execute(path, "DROP TABLE kept");
  }
}
