import assert from "node:assert/strict";
import { saveSignatures } from "../../../src/store/sql/save_signatures.ts";
import { openConnection } from "../../../src/store/sqlite/connection.ts";
import { type Look, sqliteSession } from "../../../src/store/sqlite/session.ts";
import { recordBuilder } from "../../contracts/records.ts";
import { temporarySqlite } from "./temporary_sqlite.ts";

Deno.test("twenty signatures are written by one statement, and what was known is read by one", async () => {
  const { path, close } = await temporarySqlite();
  const connection = openConnection(path, "write");
  let statements = 0;
  const look: Look = (view) => {
    statements += 1;
    return Promise.resolve(view(connection));
  };
  try {
    const make = recordBuilder();
    const signatures = Array.from({ length: 41 }, () => make.signature());
    for (const [saved, count] of [["written", 3], ["unchanged", 6]] as const) {
      statements = 0;
      const outcomes = await saveSignatures(sqliteSession(look, "a database"), signatures);
      assert.deepEqual(outcomes, signatures.map((row) => ({ row, saved })));
      assert.equal(statements, count);
    }
  } finally {
    connection.close();
    await close();
  }
});
