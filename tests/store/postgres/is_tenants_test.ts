import assert from "node:assert/strict";
import { databaseServer, execute, withDatabase } from "../../testkit/postgres_database.ts";
import { withStore } from "./expect_error.ts";
import { withRoles } from "./planted_names.ts";

const server = await databaseServer();

Deno.test("a schema may be a tenant's where another one has all signing tables, and it is not the default one", () =>
  withDatabase(server, async (url, name) => {
    await execute(url, "create schema tenant; create schema other");
    const isTenants = async (schema: string | null, search?: string) => {
      let answer: boolean | undefined;
      const place = search === undefined ? url : server.url(name, { search });
      await withStore(place, async (store) => void (answer = await store.isTenants()), schema);
      return answer;
    };
    await withStore(url, async (store) => void await store.migrate(), "tenant");
    assert.equal(await isTenants("tenant"), false);
    assert.equal(await isTenants("public"), false);
    assert.equal(await isTenants("other"), true);
    await withStore(url, async (store) => void await store.migrate());
    assert.equal(await isTenants("tenant"), true);
    assert.equal(await isTenants(null, "search_path=tenant"), true);
    assert.equal(await isTenants("public"), false);
    assert.equal(await isTenants(null), false);
    await execute(url, "drop table public.key_trust_acls");
    assert.equal(await isTenants("tenant"), false);
    await execute(url, "create view public.key_trust_acls as select * from tenant.key_trust_acls");
    assert.equal(await isTenants("tenant"), true);
    await execute(url, "drop view public.key_trust_acls; create sequence public.key_trust_acls");
    assert.equal(await isTenants("tenant"), false);
  }));

Deno.test("that another schema has the tables is seen by a role that may not use it", () =>
  withDatabase(server, (url, name) =>
    withRoles(server, name, async (tenant) => {
      await execute(
        url,
        `create schema theirs authorization ${tenant.name}; revoke all on schema public from public`,
      );
      await withStore(url, async (store) => void await store.migrate());
      await withStore(tenant.url(), async (store) => {
        await store.migrate();
        assert.equal(await store.isTenants(), true);
      }, "theirs");
    })));
