import assert from "node:assert/strict";
import type { StoreWriter } from "../../../src/store/store.ts";
import { recordBuilder } from "../../contracts/records.ts";
import { save } from "../../contracts/store/opened_store.ts";
import { TABLE_NAMES } from "../../contracts/store/table_names.ts";
import { databaseServer, execute, withDatabase } from "../../testkit/postgres_database.ts";
import { expectError, withStore } from "./expect_error.ts";
import { ANYBODY_MAY_CREATE, type Role, withRoles } from "./planted_names.ts";
import { READY } from "./ready_status.ts";

// Whose the schema and the tables are: an operator and an attacker, who both may create.

const server = await databaseServer();
const make = recordBuilder();
interface Roles {
  readonly admin: string;
  readonly operator: Role;
  readonly attacker: Role;
}

const withBoth = (work: (roles: Roles) => Promise<void>) =>
  withDatabase(server, (admin, name) =>
    withRoles(server, name, async (operator, attacker) => {
      const database = `grant create on database ${name} to ${operator.name}, ${attacker.name}`;
      await execute(admin, `${ANYBODY_MAY_CREATE}; ${database}`);
      await work({ admin, operator, attacker });
    }));

const STRANGE = ({ name }: Role) =>
  ({ code: "store_corrupt", message: new RegExp(`belongs to ${name}`) }) as const;

const POWERS: readonly (readonly [string, (roles: Roles) => string])[] = [
  ["this role", ({ operator }) => operator.name],
  ["a superuser", () => "current_user"],
  ["the owner of the database, by pg_database_owner", () => "pg_database_owner"],
];

for (const [who, role] of POWERS) {
  Deno.test(`a schema of ${who} is used`, () =>
    withBoth(async (roles) => {
      const { admin, operator } = roles;
      await execute(admin, `create schema tenant; grant all on schema tenant to ${operator.name}`);
      await execute(admin, `alter schema tenant owner to ${role(roles)}`);
      const use = async (schema: string | null, url: string) =>
        await withStore(url, async (store) => {
          const status = { ...READY, schema: "tenant" };
          assert.deepEqual((await store.migrate()).status, status);
          assert.deepEqual(await store.schemaStatus(), status);
        }, schema);
      await use("tenant", operator.url());
      await use(null, operator.url("search_path=tenant"));
    }));
}

Deno.test("a schema of the database's owner is used, and one of who is a member of this role", () =>
  withBoth(async ({ admin, operator, attacker }) => {
    await execute(admin, `create schema tenant authorization ${attacker.name}`);
    await execute(attacker.url(), "grant all on schema tenant to public");
    const use = () =>
      withStore(operator.url(), async (store) => void await store.schemaStatus(), "tenant");
    await expectError(STRANGE(attacker), use());
    await execute(admin, `grant ${operator.name} to ${attacker.name}`);
    await use();
    await execute(admin, `revoke ${operator.name} from ${attacker.name}`);
    await expectError(STRANGE(attacker), use());
    const [database] = await execute(admin, "select current_database() as name");
    await execute(admin, `alter database ${database?.["name"]} owner to ${attacker.name}`);
    await use();
    await execute(admin, `alter database ${database?.["name"]} owner to current_user`);
  }));

Deno.test("that this role is a member of the owner's says nothing, as anybody could arrange that", () =>
  withBoth(async ({ admin, operator, attacker }) => {
    await execute(attacker.url(), "create schema tenant; grant all on schema tenant to public");
    await execute(admin, `grant ${attacker.name} to ${operator.name}`);
    await withStore(
      operator.url(),
      (store) => expectError(STRANGE(attacker), store.migrate()),
      "tenant",
    );
  }));

Deno.test("a migration finishes no set of tables that somebody else began", async (t) => {
  for (const name of TABLE_NAMES) {
    await t.step(name, () =>
      withBoth(async ({ operator, attacker }) => {
        await execute(attacker.url(), `create table ${name} (id uuid)`);
        await withStore(operator.url(), async (store) => {
          await expectError(STRANGE(attacker), store.migrate());
          await expectError(STRANGE(attacker), store.schemaStatus());
        });
      }));
  }
});

Deno.test("tables that all belong to another role are used, and it is named", () =>
  withBoth(async ({ operator, attacker }) => {
    await withStore(
      attacker.url(),
      async (store) => assert.deepEqual((await store.migrate()).status, READY),
    );
    await execute(attacker.url(), "grant select on all tables in schema public to public");
    await withStore(operator.url(), async (store) => {
      const status = { ...READY, strangeOwner: attacker.name };
      assert.deepEqual(await store.schemaStatus(), status);
      assert.deepEqual((await store.migrate()).status, status);
    });
  }));

Deno.test("a record that belongs to the role of all signing tables is read and written", () =>
  withBoth(async ({ operator, attacker }) => {
    await withStore(attacker.url(), async (store) => void await store.migrate());
    await execute(
      attacker.url(),
      "delete from __diesel_schema_migrations; grant all on all tables in schema public to public",
    );
    await withStore(operator.url(), async (store) => {
      const { engineFault, strangeOwner } = await store.schemaStatus();
      assert.equal(strangeOwner, attacker.name);
      assert.match(engineFault ?? "", /until `cloacina db migrate` has recorded/);
      assert.deepEqual((await store.migrate()).status, { ...READY, strangeOwner });
    });
  }));

for (const name of TABLE_NAMES) {
  for (const kind of ["table", "view"] as const) {
    Deno.test(`a ${kind} ${name} that is planted after we looked is not used`, () =>
      withBoth(async ({ admin, operator, attacker }) => {
        await withStore(operator.url(), async (store) => void await store.migrate());
        await execute(admin, `alter table ${name} rename to kept; grant select on kept to public`);
        const planted = `create ${kind} ${name} ${
          kind === "view" ? "as select * from kept" : "(like kept including all)"
        }; grant all on ${name} to public`;
        await withStore(operator.url(), async (store) => {
          const work = store.transaction(async (writer) => {
            await execute(attacker.url(), planted);
            await USES[name]!(writer);
          });
          await expectError({ code: "store_unavailable", message: /table/ }, work);
          await expectError(STRANGE(attacker), store.schemaStatus());
          await expectError(STRANGE(attacker), store.transaction(() => Promise.resolve()));
        });
      }));
  }
}

Deno.test("of a table that was missing when we looked, no row is read that was planted after that", () =>
  withBoth(async ({ admin, operator, attacker }) => {
    const [statement, minimum] = [make.statement(), make.minimumVersion()];
    await withStore(operator.url(), async (store) => {
      await store.migrate();
      await save(store, { statements: [statement], minimumVersions: [minimum] });
    });
    const tables = ["cloacina_statements", "cloacina_minimum_versions"];
    for (const name of tables) {
      await execute(admin, `alter table ${name} rename to kept_${name}`);
      await execute(admin, `grant select on kept_${name} to ${attacker.name}`);
    }
    await withStore(operator.url(), async (store) => {
      await store.transaction(async (reader) => {
        for (const name of tables) {
          const rows = `create view ${name} as select * from kept_${name}`;
          await execute(attacker.url(), `${rows}; grant all on ${name} to public`);
        }
        assert.deepEqual(await reader.statementsOf([statement.packageHash]), []);
        assert.deepEqual(await reader.minimumVersions(minimum.orgId, [minimum.name]), []);
      });
      await expectError(STRANGE(attacker), store.statementsOf([statement.packageHash]));
    });
  }));

/** What writes into each table. */
const USES: Readonly<Record<string, (writer: StoreWriter) => Promise<unknown>>> = {
  signing_keys: (writer) => writer.addSigningKey(make.signingKey()),
  trusted_keys: (writer) => writer.saveTrustedKey(make.trustedKey()),
  key_trust_acls: (writer) => writer.saveTrustGrant(make.trustGrant()),
  package_signatures: (writer) => writer.saveSignatures([make.signature()]),
  cloacina_api_tokens: (writer) => writer.addApiToken(make.apiToken()),
  cloacina_statements: (writer) => writer.saveStatements([make.statement()]),
  cloacina_minimum_versions: (writer) => writer.saveMinimumVersion(make.minimumVersion()),
};
