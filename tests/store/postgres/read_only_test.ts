import assert from "node:assert/strict";
import { toCloacinaError } from "../../../src/errors.ts";
import { publicError } from "../../../src/http/server/public_error.ts";
import { recordBuilder } from "../../contracts/records.ts";
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

Deno.test("a server that takes no changes is not ready, and nothing is migrated on it", () =>
  withDatabase(server, async (url, name) => {
    await withStore(url, async (store) => void await store.migrate());
    await execute(url, `alter database ${name} set default_transaction_read_only = on`);
    await withStore(url, async (store) => {
      const { isReady, problems, refusal } = await store.schemaStatus();
      assert.deepEqual([isReady, problems], [false, ["it is read-only"]]);
      assert.equal(refusal?.code, "store_unavailable");
      await expectError(
        { code: "store_unavailable", message: /: it is read-only$/ },
        store.migrate(),
      );
    });
    const search = "target_session_attrs=read-only";
    await withStore(server.url(name, { search }), async (store) => {
      const { isReady, problems } = await store.schemaStatus();
      assert.deepEqual([isReady, problems], [true, []]);
    });
  }));

Deno.test("a caller of the API learns that the store takes no changes, and not where it is", () =>
  withDatabase(server, async (url, name) => {
    await withStore(url, async (store) => void await store.migrate());
    const search = "options=-c%20default_transaction_read_only%3Don";
    await withStore(server.url(name, { search }), async (store) => {
      const key = recordBuilder().signingKey();
      const adding = store.transaction((writer) => writer.addSigningKey(key));
      const error = await adding.then(() => assert.fail("it was added"), toCloacinaError);
      assert.equal(
        publicError(error).message,
        "Cannot serve the request: the server's store takes no changes at the moment",
      );
    });
  }));

Deno.test("a value that is no boolean is refused by the server", () =>
  withStore(
    server.url("postgres", { search: "options=-c%20default_transaction_read_only%3Do" }),
    (store) =>
      expectError(
        { code: "invalid_request", message: /does not accept a setting/ },
        store.migrate(),
      ),
  ));
