import assert from "node:assert/strict";
import { databaseServer, execute, withDatabase } from "../../testkit/postgres_database.ts";
import { openPostgres } from "../../../src/store/postgres/open_postgres.ts";
import { expectError, withStore } from "./expect_error.ts";

const server = await databaseServer();

const READ_ONLY = [
  "-c default_transaction_read_only=on",
  "-cdefault_transaction_read_only=ON",
  "--default-transaction-read-only=true",
  "-c default_transaction_read_only=t",
  "-c default_transaction_read_only=1",
  "-c default_transaction_read_only=off -c default_transaction_read_only=yes",
  "-c transaction_read_only=on",
];

for (const options of READ_ONLY) {
  Deno.test(`nothing is written with options=${options}`, () =>
    withDatabase(server, async (_, name) => {
      const search = `options=${encodeURIComponent(options)}`;
      await withStore(server.url(name, { search }), async (store) => {
        await expectError(
          { code: "store_unavailable", message: /: it is read-only$/, hint: /options/ },
          store.migrate(),
        );
        assert.equal((await store.schemaStatus()).isReady, false);
      });
    }));
}

for (const value of ["off", "of", "false", "no", "0"]) {
  Deno.test(`the URL takes precedence over a role that reads only: ${value}`, () =>
    withDatabase(server, async (url, name) => {
      const database = `alter database ${name} set default_transaction_read_only`;
      await execute(url, `${database} = on`);
      const search = `options=-c%20default_transaction_read_only%3D${value}`;
      const careful = await openPostgres({ kind: "postgres", url, schema: null });
      await expectError(
        { code: "store_unavailable", message: /: it is read-only$/ },
        careful.migrate(),
      );
      await careful.close();
      await withStore(server.url(name, { search }), async (store) => {
        await store.migrate();
        assert.equal((await store.schemaStatus()).isReady, true);
      });
    }));
}

Deno.test("a value that is no boolean is refused by the server", () =>
  withStore(
    server.url("postgres", { search: "options=-c%20default_transaction_read_only%3Do" }),
    (store) =>
      expectError(
        { code: "invalid_request", message: /does not accept a setting/ },
        store.migrate(),
      ),
  ));
