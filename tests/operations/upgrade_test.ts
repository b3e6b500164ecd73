import assert from "node:assert/strict";
import { localOperations } from "../../src/operations/local.ts";
import { requireReady } from "../../src/operations/readiness.ts";
import { expectError, withStore } from "../store/postgres/expect_error.ts";
import { type Role, withRoles } from "../store/postgres/planted_names.ts";
import { databaseServer, execute, withDatabase } from "../testkit/postgres_database.ts";
import { localParts, ORG, signed, TEST_KEYS, testHash } from "./kit.ts";

// docs/operators.md, "Upgrade": a server whose role has the grants of before, while somebody else migrates.

const server = await databaseServer();
const [key] = TEST_KEYS;
const hash = testHash(1);
const verifying = { orgId: ORG, name: '"pkg"', hash, signature: null } as const;
const GRANTED =
  "signing_keys, trusted_keys, key_trust_acls, package_signatures, cloacina_api_tokens";

Deno.test("a server goes on while its database is migrated, and is not ready until its role has the grants", () =>
  withUpgraded(async (owner, api) => {
    await withStore(api.url(), async (store) => {
      const parts = localParts(store);
      const { package: packages, signatures } = localOperations(parts);
      const works = async () => {
        await requireReady(parts);
        await packages.verify(verifying);
        await signatures.import({ orgId: ORG, signatures: [await signed(key, testHash(2))] });
      };
      await works();
      assert.equal((await store.schemaStatus()).isReady, true);

      await withStore(owner.url(), async (other) => {
        const { made, ungranted } = await other.migrate();
        assert.deepEqual(made, ["statements", "minimum versions"]);
        assert.deepEqual(ungranted, [api.name]);
        assert.deepEqual((await other.migrate()).made, []);
      });
      const lacking = /this role has no SELECT on cloacina_statements$/;
      const refused = { code: "insufficient_permissions", message: lacking } as const;
      await expectError(refused, requireReady(parts));
      const denied = /permission denied for table cloacina_statements/;
      const unread = { code: "insufficient_permissions", message: denied } as const;
      await expectError(unread, packages.verify(verifying));

      await execute(owner.url(), `grant select on cloacina_statements to ${api.name}`);
      await works();
      const { isReady, ownTables } = await store.schemaStatus();
      assert.equal(isReady, true);
      assert.equal(
        ownTables["minimum versions"].fault,
        "this role has no SELECT on cloacina_minimum_versions",
      );
    });
  }));

Deno.test("a migration names who may log in and read a signature, and not the statements, and nobody else", () =>
  withUpgraded(async (owner, { name }, admin) => {
    const named = async (granted: string) => {
      await execute(admin, `drop table if exists cloacina_statements; ${granted}`);
      let ungranted: readonly string[] | undefined;
      await withStore(owner.url(), async (store) => {
        ungranted = (await store.migrate()).ungranted;
      });
      return ungranted;
    };
    const byDefault = `alter default privileges for role ${owner.name}`;
    assert.equal(await named(`${byDefault} grant select on tables to ${name}`), undefined);
    assert.deepEqual(await named(`${byDefault} revoke select on tables from ${name}`), [name]);
    assert.equal(await named(`revoke select on package_signatures from ${name}`), undefined);
    const column = `grant select (package_hash) on package_signatures to ${name}`;
    assert.deepEqual(await named(column), [name]);
    assert.equal(await named(`alter role ${name} nologin`), undefined);
  }));

/** A database that the version before has made, of one role, with a signature and what it granted another. */
async function withUpgraded(
  work: (owner: Role, api: Role, admin: string) => Promise<void>,
): Promise<void> {
  await withDatabase(server, (admin, name) =>
    withRoles(server, name, async (owner, api) => {
      await execute(admin, `grant create, usage on schema public to ${owner.name}`);
      await withStore(owner.url(), async (store) => {
        await store.migrate();
        const { keys, signatures } = localOperations(localParts(store));
        await keys.import({ orgId: ORG, name: "key", seed: key.seed.slice(), trust: true });
        await signatures.import({ orgId: ORG, signatures: [await signed(key, hash)] });
      });
      await execute(
        owner.url(),
        `drop table cloacina_statements, cloacina_minimum_versions;
          grant select on ${GRANTED} to ${api.name};
          grant insert, update on package_signatures to ${api.name}`,
      );
      await work(owner, api, admin);
    }));
}
