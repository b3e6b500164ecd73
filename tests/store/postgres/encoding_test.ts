import assert from "node:assert/strict";
import { publicError } from "../../../src/http/server/public_error.ts";
import { CloacinaError } from "../../../src/errors.ts";
import { openPostgres } from "../../../src/store/postgres/open_postgres.ts";
import type { Store } from "../../../src/store/store.ts";
import { recordBuilder } from "../../contracts/records.ts";
import { save } from "../../contracts/store/opened_store.ts";
import { databaseServer, execute, withDatabase } from "../../testkit/postgres_database.ts";

const server = await databaseServer();
const make = recordBuilder("encoding");

async function withEncoding(
  encoding: string,
  work: (store: Store, url: string) => Promise<void>,
): Promise<void> {
  await withDatabase(server, async (url) => {
    const store = await openPostgres({ kind: "postgres", url, schema: null });
    try {
      await store.migrate();
      await work(store, url);
    } finally {
      await store.close();
    }
  }, `template template0 encoding '${encoding}' locale 'C'`);
}

Deno.test("a character that the database cannot hold is the request's fault, and nothing is stored", () =>
  withEncoding("LATIN1", async (store) => {
    const [orgId, name] = [make.orgId(), "żółw"];
    const minimum = make.minimumVersion({ orgId, name });
    const uses = [
      () => store.findSigningKeys({ orgId, name }, 9),
      () => store.minimumVersions(orgId, [name]),
      () => store.minimumVersions(orgId, ["plain", name]),
      () => save(store, { signingKeys: [make.signingKey({ orgId, name })] }),
      () => save(store, { minimumVersions: [minimum] }),
      () => store.transaction((writer) => writer.removeMinimumVersion(orgId, name)),
    ];
    for (const use of uses) {
      await assert.rejects(use(), (error) => {
        assert.ok(error instanceof CloacinaError);
        assert.equal(error.code, "invalid_request");
        assert.match(error.message, /: its encoding lacks a character of what is .*"LATIN1"\)$/);
        assert.equal(error.hint, "use a database whose encoding is UTF8");
        assert.equal(
          publicError(error).message,
          "Cannot serve the request: the server's database cannot hold one of its characters",
        );
        return true;
      }, `${use}`);
    }
    const page = { limit: 9, offset: 0 };
    assert.equal((await store.listMinimumVersions({ orgId }, page)).total, 0);
    const key = make.signingKey({ orgId, name: "é" });
    await save(store, { signingKeys: [key] });
    assert.deepEqual(await store.findSigningKeys({ orgId, name: "é" }, 9), [key]);
  }));

Deno.test("a character of a row that is none is damage", () =>
  withEncoding("WIN1252", async (store, url) => {
    const key = make.signingKey();
    await save(store, { signingKeys: [key] });
    await execute(url, `update signing_keys set key_name = chr(129)`);
    await assert.rejects(store.signingKey(key.id), {
      code: "store_corrupt",
      message: /22P05 .*"WIN1252".*"UTF8"/,
    });
  }));
