import assert from "node:assert/strict";
import { OWN_TABLES } from "../../../src/store/sql/tables.ts";
import { recordBuilder } from "../../contracts/records.ts";
import { readsNothing, refusesToKeep } from "../../contracts/store/no_own_tables.ts";
import { save } from "../../contracts/store/opened_store.ts";
import { usesOfOwnTables } from "../../contracts/store/own_tables.ts";
import { execute, shapeOf } from "./engine_database.ts";
import { temporarySqlite } from "./temporary_sqlite.ts";

Deno.test("a database from before there were statements and minimum versions works, and takes them once it is migrated", async () => {
  const make = recordBuilder("own tables");
  const { store, path, openAgain, close } = await temporarySqlite();
  try {
    execute(path, "DROP TABLE cloacina_statements; DROP TABLE cloacina_minimum_versions");
    const old = await openAgain();
    const signature = make.signature();
    await save(old, { signatures: [signature] });
    assert.deepEqual(await old.signaturesOf(signature.packageHash), [signature]);
    await readsNothing(old, make);
    await refusesToKeep(old, make, /the database "[^"]+"/);
    const { made, status } = await store.migrate();
    assert.deepEqual([made, status.isReady], [["statements", "minimum versions"], true]);
    const [statement, minimum] = [make.statement(), make.minimumVersion()];
    await save(old, { statements: [statement], minimumVersions: [minimum] });
    assert.deepEqual(await old.statementsOf([statement.packageHash]), [statement]);
    assert.deepEqual(await old.minimumVersions(minimum.orgId, [minimum.name]), [minimum]);
    await old.close();
  } finally {
    await close();
  }
});

for (const own of ["statements", "minimum versions"] as const) {
  const { name } = OWN_TABLES[own];
  const others = [
    `CREATE TABLE ${name} (id BLOB PRIMARY KEY)`,
    `CREATE VIEW ${name} AS SELECT * FROM ${name}_gone`,
  ];
  for (const other of others) {
    Deno.test(`${other}: of another application, that is named, and left as it is`, async () => {
      const { store, path, openAgain, close } = await temporarySqlite();
      try {
        execute(path, `DROP TABLE ${name}; ${other}`);
        const shape = shapeOf(path);
        const make = recordBuilder("another application");
        const again = await openAgain();
        const { isReady, refusal } = await again.schemaStatus();
        const hint = "have that table renamed, or name another file with --database-url";
        assert.deepEqual([isReady, refusal], [false, { code: "store_corrupt", hint }]);
        const refused = { code: "store_corrupt", hint };
        await assert.rejects(again.migrate(), refused);
        for (const use of usesOfOwnTables(again, make)[own]) await assert.rejects(use(), refused);
        const signature = make.signature();
        await save(again, { signatures: [signature] });
        assert.deepEqual(await again.signaturesOf(signature.packageHash), [signature]);
        assert.deepEqual(shapeOf(path), shape);
        await again.close();
      } finally {
        await close();
        await store.close();
      }
    });
  }
}
