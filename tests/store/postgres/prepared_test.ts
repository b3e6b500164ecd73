import assert from "node:assert/strict";
import { openConnection } from "../../../src/store/postgres/connection.ts";
import { recordBuilder } from "../../contracts/records.ts";
import { save } from "../../contracts/store/opened_store.ts";
import { databaseServer, execute, withDatabase } from "../../testkit/postgres_database.ts";
import { withStore } from "./expect_error.ts";
import { firstServer } from "./first_server.ts";

const server = await databaseServer();
const make = recordBuilder();

Deno.test("a session that no pooler shares has a safe search path outside of transactions as well", () =>
  withDatabase(server, async (url, name) => {
    await execute(url, `alter database ${name} set search_path = planted`);
    const connection = await openConnection(firstServer(url));
    try {
      assert.equal(connection.isDirect, true);
      const { rows: [row] } = await connection.run(
        "select pg_catalog.current_setting('search_path') as path, pg_catalog.current_setting('row_security') as rows",
      );
      assert.deepEqual({ ...row }, { path: "pg_catalog, pg_temp", rows: "off" });
    } finally {
      await connection.close();
    }
  }));

Deno.test("a table that is changed after it was read is read as it is then", () =>
  withDatabase(server, (url) =>
    withStore(url, async (store) => {
      await store.migrate();
      const [key, other] = [make.signingKey(), make.signingKey()];
      await save(store, { signingKeys: [key] });
      for (let time = 0; time < 3; time++) assert.deepEqual(await store.signingKey(key.id), key);
      await execute(url, "alter table signing_keys alter key_name type text");
      const changed = store.signingKey(key.id);
      await assert.rejects(changed, { code: "store_unavailable", message: /changed meanwhile$/ });
      assert.deepEqual(await store.signingKey(key.id), key);
      await save(store, { signingKeys: [other] });
      await execute(
        url,
        "alter table signing_keys rename to old; create table signing_keys (like old including all)",
      );
      assert.equal(await store.signingKey(key.id), null);
      await save(store, { signingKeys: [other] });
      assert.deepEqual(await store.signingKey(other.id), other);
    })));

Deno.test("so is one that is changed before the rest of a transaction is sent", () =>
  withDatabase(server, async (url) => {
    await execute(url, "create table notes (text varchar)");
    const connection = await openConnection(firstServer(url));
    try {
      const read = () => connection.run("select text from public.notes where text <> $1", [""]);
      assert.equal((await read()).count, 0);
      await execute(url, "alter table notes alter text type text");
      await connection.run("begin");
      await assert.rejects(read(), {
        code: "store_unavailable",
        message: /: its tables were changed meanwhile$/,
        hint: "run the command again",
      });
      await connection.run("rollback");
      assert.equal((await read()).count, 0);
    } finally {
      await connection.close();
    }
  }));
