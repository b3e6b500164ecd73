import assert from "node:assert/strict";
import { OWN_TABLES } from "../../../src/store/sql/tables.ts";
import { recordBuilder } from "../../contracts/records.ts";
import { readsNothing, refusesToKeep } from "../../contracts/store/no_own_tables.ts";
import { save } from "../../contracts/store/opened_store.ts";
import { usesOfOwnTables } from "../../contracts/store/own_tables.ts";
import { databaseServer, execute, withDatabase } from "../../testkit/postgres_database.ts";
import { expectError, withStore } from "./expect_error.ts";

const server = await databaseServer();

/** Values that a column's type admits and that none of ours has: as SQL. */
const DAMAGES: readonly (readonly [string, string, string, RegExp])[] = [
  ["cloacina_statements", "package_hash", "upper(package_hash)", /is not a SHA-256 digest/],
  ["cloacina_statements", "key_fingerprint", "'x'", /is not a SHA-256 digest/],
  ["cloacina_statements", "payload", "''", /is not 1 to 32768 bytes$/],
  ["cloacina_statements", "payload", "convert_to(repeat(' ', 32769), 'UTF8')", /1 to 32768 bytes$/],
  ["cloacina_statements", "signature", "substring(signature for 63)", /is not 64 bytes$/],
  ["cloacina_statements", "stored_at", "'infinity'", /is not a time in the years 1 to 9999$/],
  ["cloacina_minimum_versions", "package_name", "''", /is not a name that can be claimed$/],
  ["cloacina_minimum_versions", "package_name", "E'a\\nb'", /is not a name that can be claimed$/],
  ["cloacina_minimum_versions", "package_version", "'1.2'", /a version that can be claimed$/],
  ["cloacina_minimum_versions", "raised_at", "'-infinity'", /is not a time in the years 1 to/],
];

for (const [table, column, value, state] of DAMAGES) {
  Deno.test(`a row of ${table} whose ${column} is ${value} is named, not skipped`, () =>
    withDatabase(server, (url) =>
      withStore(url, async (store) => {
        await store.migrate();
        const make = recordBuilder();
        const [statement, minimum] = [make.statement(), make.minimumVersion()];
        await save(store, { statements: [statement], minimumVersions: [minimum] });
        await execute(url, `update ${table} set ${column} = ${value}`);
        const [{ id }, read] = table === "cloacina_statements"
          ? [statement, store.walkStatements({ after: null, limit: 9 })]
          : [minimum, store.listMinimumVersions(minimum, { limit: 9, offset: 0 })];
        const place = `row ${id} of ${table} in the database [^ ]*: its ${column} `;
        const message = new RegExp(`^Cannot read ${place}.*${state.source}`);
        await expectError({ code: "store_corrupt", message }, read);
      })));
}

for (const own of ["statements", "minimum versions"] as const) {
  const { name } = OWN_TABLES[own];
  Deno.test(`${name} of another application is named, and left as it is`, () =>
    withDatabase(server, (url) =>
      withStore(url, async (store) => {
        await store.migrate();
        await execute(url, `drop table ${name}; create table ${name} (id int primary key)`);
        const make = recordBuilder();
        const { problems, refusal } = await store.schemaStatus();
        assert.equal(problems[0], `${name} has a column id of type integer, not uuid`);
        const hint = "have that table renamed, or use another database";
        assert.deepEqual(refusal, { code: "store_corrupt", hint });
        const another = new RegExp(`another application: ${name} has a column id`);
        await expectError({ code: "store_corrupt", message: another }, store.migrate());
        const message = new RegExp(
          `^Cannot access the ${own} in .* belongs to another application`,
        );
        for (const use of usesOfOwnTables(store, make)[own]) {
          await expectError({ code: "store_corrupt", message }, use());
        }
        const signature = make.signature();
        await save(store, { signatures: [signature] });
        assert.deepEqual(await store.signaturesOf(signature.packageHash), [signature]);
        const columns = await execute(
          url,
          `select attname::text as name from pg_attribute where attrelid = '${name}'::regclass and attnum > 0`,
        );
        assert.deepEqual(columns.map((column) => column["name"]), ["id"]);
      })));
}

Deno.test("a database from before there were statements and minimum versions works, and takes them once it is migrated", () =>
  withDatabase(server, async (url) => {
    const make = recordBuilder("own tables");
    await withStore(url, async (store) => void await store.migrate());
    await execute(url, "drop table cloacina_statements, cloacina_minimum_versions");
    await withStore(url, async (old) => {
      const signature = make.signature();
      await save(old, { signatures: [signature] });
      assert.deepEqual(await old.signaturesOf(signature.packageHash), [signature]);
      await readsNothing(old, make);
      await refusesToKeep(old, make, /the database "[^"]+"/);
      await withStore(url, async (other) => {
        const { made, status } = await other.migrate();
        assert.deepEqual([made, status.isReady], [["statements", "minimum versions"], true]);
      });
      // By what was open before: it looks until all tables are there.
      const [statement, minimum] = [make.statement(), make.minimumVersion()];
      await save(old, { statements: [statement], minimumVersions: [minimum] });
      assert.deepEqual(await old.statementsOf([statement.packageHash]), [statement]);
      assert.deepEqual(await old.minimumVersions(minimum.orgId, [minimum.name]), [minimum]);
    });
  }));
