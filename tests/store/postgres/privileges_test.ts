import assert from "node:assert/strict";
import { columnsOf } from "../../../src/store/sql/columns.ts";
import { SIGNING_TABLES, STATEMENTS } from "../../../src/store/sql/tables.ts";
import type { Store } from "../../../src/store/store.ts";
import { recordBuilder } from "../../contracts/records.ts";
import { databaseServer, execute, withDatabase } from "../../testkit/postgres_database.ts";
import { expectError, withStore } from "./expect_error.ts";
import { type Role, withRoles } from "./planted_names.ts";
import { READY } from "./ready_status.ts";

const server = await databaseServer();
const make = recordBuilder();

/** What verifying reads. */
const NAMES = [...SIGNING_TABLES, STATEMENTS].map(({ name }) => name);
const REFUSAL = {
  code: "insufficient_permissions",
  hint: "use another role, or grant this one the privileges",
};

for (const name of NAMES) {
  Deno.test(`a role without SELECT on ${name} is told so by the state of the tables, and makes nothing`, () =>
    withReader(async (admin, reader) => {
      await execute(admin, `revoke select on ${name} from ${reader.name}`);
      await withStore(reader.url(), async (store) => {
        const problems = [`this role has no SELECT on ${name}`];
        const [fault] = problems;
        const ownTables = name === STATEMENTS.name
          ? { ...READY.ownTables, statements: { isThere: true, fault } }
          : READY.ownTables;
        const status = { ...READY, isReady: false, ownTables, problems, refusal: REFUSAL };
        assert.deepEqual(await store.schemaStatus(), status);
        await expectError({
          code: "insufficient_permissions",
          message: new RegExp(`^Cannot create tables in .*: this role has no SELECT on ${name}$`),
          hint: /grant this one the privileges/,
        }, store.migrate());
      });
    }));
}

Deno.test("a role without any of them is told of each table", () =>
  withReader(async (admin, reader) => {
    await execute(admin, `revoke all on all tables in schema public from ${reader.name}`);
    await withStore(reader.url(), async (store) => {
      const { problems, ownTables } = await store.schemaStatus();
      assert.deepEqual(problems, NAMES.map((name) => `this role has no SELECT on ${name}`));
      assert.equal(ownTables["API tokens"].fault, "this role has no SELECT on cloacina_api_tokens");
    });
  }));

Deno.test("a role that may only read is ready; what it may not read is said of the API alone", () =>
  withReader(async (admin, reader) => {
    await withStore(reader.url(), async (store) => {
      assert.deepEqual(await store.schemaStatus(), READY);
      await execute(admin, `revoke select on cloacina_api_tokens from ${reader.name}`);
      const fault = "this role has no SELECT on cloacina_api_tokens";
      const { ownTables } = READY;
      assert.deepEqual(await store.schemaStatus(), {
        ...READY,
        ownTables: { ...ownTables, "API tokens": { isThere: true, fault } },
      });
      assert.deepEqual(await store.signaturesOf(make.packageHash()), []);
    });
  }));

Deno.test("SELECT on all columns that are read is as good as on the table, and on fewer is not", () =>
  withReader(async (admin, reader) => {
    await execute(admin, `alter table trusted_keys add column remark text`);
    for (const table of SIGNING_TABLES) {
      const columns = columnsOf(table).map(({ name }) => name).join(", ");
      await execute(
        admin,
        `revoke select on ${table.name} from ${reader.name};
          grant select (${columns}) on ${table.name} to ${reader.name}`,
      );
    }
    await withStore(reader.url(), async (store) => {
      assert.deepEqual(await store.schemaStatus(), READY);
      await requireReadable(store);
      await execute(admin, `revoke select (revoked_at) on trusted_keys from ${reader.name}`);
      const { isReady, problems } = await store.schemaStatus();
      assert.deepEqual([isReady, problems], [false, ["this role has no SELECT on trusted_keys"]]);
    });
  }));

Deno.test("SELECT that a group or everybody has is as good", () =>
  withReader(async (admin, reader, group) => {
    await execute(admin, `revoke all on all tables in schema public from ${reader.name}`);
    await execute(
      admin,
      `grant select on signing_keys to public;
        grant select on all tables in schema public to ${group.name};
        grant ${group.name} to ${reader.name}`,
    );
    await withStore(reader.url(), async (store) => {
      assert.deepEqual(await store.schemaStatus(), READY);
      await requireReadable(store);
    });
  }));

Deno.test("a role without USAGE on the schema is told so, whether the schema was named or not", () =>
  withReader(async (admin, reader) => {
    await execute(admin, "revoke all on schema public from public");
    const expected = {
      code: "insufficient_permissions",
      message: /^Cannot access the database [^ ]+: this role has no USAGE on the schema "public"$/,
      hint: /grant this one the privileges/,
    } as const;
    for (const schema of [null, "public"]) {
      await withStore(reader.url(), async (store) => {
        await expectError(expected, store.schemaStatus());
        await expectError(expected, store.migrate());
        await expectError(expected, store.signaturesOf(make.packageHash()));
      }, schema);
    }
  }));

/** Every table can be read. */
async function requireReadable(store: Store): Promise<void> {
  const page = { limit: 1, offset: 0 };
  await store.organisations();
  await store.signaturesOf(make.packageHash());
  await store.listSignatures({ orgId: null, fingerprint: null }, page);
  await store.listSigningKeys({ orgId: null, includeRevoked: true }, page);
  const { orgId, fingerprint } = make.trustedKey();
  await store.trustedKeysOf(null, [fingerprint]);
  await store.listTrustedKeys({ orgIds: [orgId], includeRevoked: true }, page);
  await store.trustGrantsOf([orgId], "parent");
}

/** Runs work with a role that may only read, and one more. */
async function withReader(
  work: (admin: string, reader: Role, other: Role) => Promise<void>,
): Promise<void> {
  await withDatabase(server, (admin, name) =>
    withRoles(server, name, async (reader, other) => {
      await withStore(admin, async (store) => void await store.migrate());
      await execute(admin, `grant select on all tables in schema public to ${reader.name}`);
      await work(admin, reader, other);
    }));
}
