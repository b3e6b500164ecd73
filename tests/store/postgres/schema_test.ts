import assert from "node:assert/strict";
import { openPostgres } from "../../../src/store/postgres/open_postgres.ts";
import type { Store } from "../../../src/store/store.ts";
import { recordBuilder } from "../../contracts/records.ts";
import { change } from "../../contracts/store/opened_store.ts";
import { databaseServer, execute, withDatabase } from "../../testkit/postgres_database.ts";
import { ENGINE_RECORD, recordOf } from "./engine_migrations.ts";
import { expectError, expectRefusal, withStore } from "./expect_error.ts";
import { READY } from "./ready_status.ts";
import { NO_OWN_TABLES } from "../../contracts/store/own_tables.ts";

const server = await databaseServer();
const make = recordBuilder();

const SIGNING_TABLES = ["signing_keys", "trusted_keys", "key_trust_acls", "package_signatures"];
const TABLES = [
  ...SIGNING_TABLES,
  "cloacina_api_tokens",
  "cloacina_statements",
  "cloacina_minimum_versions",
  "__diesel_schema_migrations",
];
const EMPTY = {
  schema: "public",
  owner: "nobody",
  isReady: false,
  ownTables: NO_OWN_TABLES,
  problems: SIGNING_TABLES.map((table) => `${table} is missing`),
  refusal: { code: "store_corrupt", hint: "`cloacina db migrate` creates what is missing" },
};
const UPGRADE = {
  code: "store_corrupt",
  hint: "upgrade the engine: its own migrations create these tables",
};

Deno.test("an empty database has no tables until it is migrated", () =>
  withDatabase(server, (url) =>
    withStore(url, async (store) => {
      assert.deepEqual(await store.schemaStatus(), EMPTY);
      assert.deepEqual(await namesIn(url, "public"), []);
      assert.deepEqual((await store.migrate()).status, READY);
      assert.deepEqual(await store.schemaStatus(), READY);
      assert.deepEqual((await store.migrate()).status, READY);
    })));

Deno.test("the tables, constraints and indexes are those of the engine, with indexes for listings", () =>
  withDatabase(server, async (url) => {
    await withStore(url, async (store) => void await store.migrate());
    assert.deepEqual(await columnsOf(url), ENGINE_COLUMNS);
    assert.deepEqual(await indexesOf(url), [...ENGINE_INDEXES, ...LISTING_INDEXES].toSorted());
  }));

Deno.test("a migration that fails in the middle leaves nothing", () =>
  withDatabase(server, async (url) => {
    await execute(url, "create sequence idx_trust_acls_child");
    await withStore(url, async (store) => {
      await expectError(
        { code: "store_corrupt", message: /relation "idx_trust_acls_child" already exists/ },
        store.migrate(),
      );
      assert.deepEqual(await store.schemaStatus(), EMPTY);
    });
  }));

Deno.test("an engine without the signing tables must be upgraded", () =>
  withDatabase(server, async (url) => {
    await execute(url, recordOf("001"));
    await withStore(url, async (store) => {
      const status = { ...EMPTY, owner: "engine", refusal: UPGRADE };
      assert.deepEqual(await store.schemaStatus(), status);
      await expectError({
        code: "store_corrupt",
        message: /it belongs to the engine, and signing_keys is missing/,
        hint: /upgrade the engine/,
      }, store.migrate());
    });
    assert.deepEqual(await namesIn(url, "public"), ["__diesel_schema_migrations"]);
  }));

Deno.test("an engine of before its migration 023 must be upgraded", () =>
  withDatabase(server, async (url) => {
    await withStore(url, async (store) => void await store.migrate());
    await execute(
      url,
      `${recordOf("001")}; delete from __diesel_schema_migrations where version = '023';
        alter table package_signatures drop column org_id`,
    );
    await withStore(url, (store) =>
      expectError({
        code: "store_corrupt",
        message: /it belongs to the engine, and package_signatures has no column org_id$/,
        hint: /upgrade the engine/,
      }, store.migrate()));
  }));

Deno.test("the engine's tables are used as they are, with what it adds later", () =>
  withDatabase(server, async (url) => {
    await withStore(url, async (store) => void await store.migrate());
    await execute(
      url,
      `${ENGINE_RECORD};
        alter table signing_keys add column note text;
        alter table signing_keys add column revision int not null default 1;
        alter table signing_keys add column serial bigint generated always as identity;
        drop index idx_signing_keys_revoked`,
    );
    const before = await columnsOf(url);
    await withStore(url, async (store) => {
      assert.deepEqual(await store.schemaStatus(), { ...READY, owner: "engine" });
      assert.deepEqual((await store.migrate()).status, { ...READY, owner: "engine" });
      const key = make.signingKey();
      await change(store, (writer) => writer.addSigningKey(key));
      assert.deepEqual(await store.signingKey(key.id), key);
    });
    assert.deepEqual(await columnsOf(url), before);
  }));

const OTHERS: readonly (readonly [string, string, string])[] = [
  [
    "a table of other columns",
    "drop table trusted_keys; create table trusted_keys (id serial primary key, host text)",
    "trusted_keys has a column id of type integer, not uuid",
  ],
  [
    "a column of another type",
    "alter table signing_keys alter column created_at type timestamptz",
    "signing_keys has a column created_at of type timestamp with time zone, not timestamp without time zone",
  ],
  [
    "a column that may be empty",
    "alter table signing_keys alter column public_key drop not null",
    "signing_keys has a column public_key that may be empty",
  ],
  [
    "a column that may not be empty",
    "alter table trusted_keys alter column revoked_at set not null",
    "trusted_keys has a column revoked_at that must not be empty",
  ],
  [
    "a further column that must be filled",
    "alter table key_trust_acls add column why text not null",
    "key_trust_acls has a column why, which must be filled and is unknown to cloacina",
  ],
  [
    "no unique constraint",
    "alter table signing_keys drop constraint signing_keys_org_id_key_name_key",
    "signing_keys has no unique index on key_name, org_id",
  ],
  ["a table less", "drop table key_trust_acls", "key_trust_acls is missing"],
  [
    "a column that is too short",
    "alter table trusted_keys alter column key_fingerprint type varchar(63)",
    "trusted_keys has a column key_fingerprint of type character varying(63), not character varying(64)",
  ],
  [
    "a text that is padded",
    "alter table trusted_keys alter column key_fingerprint type char(64)",
    "trusted_keys has a column key_fingerprint of type character(64), not character varying(64)",
  ],
  [
    "a time without milliseconds",
    "alter table trusted_keys alter column trusted_at type timestamp(0)",
    "trusted_keys has a column trusted_at of type timestamp(0) without time zone, not timestamp without time zone",
  ],
  [
    "a view of two tables",
    `alter table signing_keys rename to keys;
      create view signing_keys as select keys.* from keys, trusted_keys`,
    "signing_keys is a view that is not of one table",
  ],
  [
    "a view that takes no changes",
    "alter table signing_keys rename to keys; create view signing_keys as select distinct * from keys",
    "signing_keys is a view that takes no changes",
  ],
  [
    "a view of a table without the unique index",
    `alter table signing_keys drop constraint signing_keys_org_id_key_name_key;
      alter table signing_keys rename to keys; create view signing_keys as select * from keys`,
    "signing_keys has no unique index on key_name, org_id",
  ],
  [
    "a view without a column",
    `alter table trusted_keys rename to keys;
      create view trusted_keys as select id, org_id, key_fingerprint, public_key, key_name, trusted_at from keys`,
    "trusted_keys has no column revoked_at",
  ],
  [
    "a materialized view",
    "alter table signing_keys rename to keys; create materialized view signing_keys as select * from keys",
    "signing_keys is no table",
  ],
  [
    "a sequence in place of a table",
    "drop table signing_keys; create sequence signing_keys",
    "signing_keys is no table",
  ],
];

for (const [what, change, problem] of OTHERS) {
  Deno.test(`${what} is another application's, and is named`, () =>
    withDatabase(server, async (url) => {
      await withStore(url, async (store) => void await store.migrate());
      await execute(url, change);
      const before = await columnsOf(url);
      await withStore(url, async (store) => {
        const { owner, isReady, problems } = await store.schemaStatus();
        assert.deepEqual({ owner, isReady }, { owner: "nobody", isReady: false });
        assert.equal(problems[0], problem);
        await expectError({
          code: "store_corrupt",
          message: /it has tables of another application:/,
          hint: /--db-schema/,
        }, store.migrate());
      });
      assert.deepEqual(await columnsOf(url), before);
    }));
}

Deno.test("a schema keeps to itself, whatever its name", () =>
  withDatabase(server, async (url) => {
    for (const schema of ["tenant", 'A "quoted". näme; drop', "x".repeat(63)]) {
      await execute(url, `create schema "${schema.replaceAll('"', '""')}"`);
      await withStore(url, async (store) => {
        assert.deepEqual((await store.migrate()).status, { ...READY, schema });
        const key = make.signingKey();
        await change(store, (writer) => writer.addSigningKey(key));
        assert.deepEqual(await store.signingKey(key.id), key);
        assert.deepEqual((await namesIn(url, schema)).toSorted(), TABLES.toSorted());
      }, schema);
    }
    await withStore(url, async (store) => assert.deepEqual(await store.schemaStatus(), EMPTY));
  }));

Deno.test("a schema is not looked for anywhere else", () =>
  withDatabase(server, async (url) => {
    await withStore(url, async (store) => void await store.migrate());
    await execute(url, "create schema tenant");
    await withStore(url, async (store) => {
      assert.deepEqual(await store.schemaStatus(), { ...EMPTY, schema: "tenant" });
      await expectError(
        { code: "store_unavailable", message: /it has no tables for keys/, hint: /--db-schema/ },
        store.signaturesOf(make.packageHash()),
      );
    }, "tenant");
  }));

Deno.test("a schema that does not exist is named, and not made", () =>
  withDatabase(server, async (url) => {
    const expected = {
      code: "store_unavailable",
      message: /^Cannot access the database [^ ]+: it has no schema "No where"$/,
      hint: /^create it with CREATE SCHEMA, or name another one with --db-schema or search_path$/,
    } as const;
    const isRefused = async (store: Store) => {
      await expectError(expected, store.migrate());
      await expectError(expected, store.schemaStatus());
      await expectError(expected, store.signaturesOf(make.packageHash()));
      await expectError(expected, change(store, (writer) => writer.addApiToken(make.apiToken())));
    };
    await withStore(url, isRefused, "No where");
    await withStore(`${url}?search_path=%22No%20where%22`, isRefused);
    assert.deepEqual(await namesIn(url, "No where"), []);
  }));

Deno.test("of a search path that leads nowhere each name is said, as the server reads it", () =>
  withDatabase(server, async (url, name) => {
    const { username } = new URL(url);
    const state = (path: string, message: RegExp) =>
      withStore(
        `${url}?search_path=${encodeURIComponent(path)}`,
        (store) => expectError({ code: "store_unavailable", message }, store.schemaStatus()),
      );
    await state(
      'One, "a "" b" ,"$user"',
      new RegExp(
        `: it has no schema "one" and no schema "a \\\\" b" and no schema "${username}"$`,
      ),
    );
    await state("pg_catalog", /: its search path names no schema$/);
    await state('""', /: its search path names no schema$/);
    await execute(url, `alter database ${name} set search_path = tenant_of_role`);
    await withStore(url, (store) =>
      expectError({
        code: "store_unavailable",
        message: /: it has no schema "tenant_of_role"$/,
        hint: /CREATE SCHEMA/,
      }, store.migrate()));
  }));

Deno.test("a schema name that Postgres would cut short or cannot hold is refused", async () => {
  for (const schema of ["", "x".repeat(64), "é".repeat(32), "a\0b"]) {
    await expectError(
      {
        code: "invalid_request",
        message: /its name does not have 1 to 63 bytes without a zero byte$/,
      },
      openPostgres({ kind: "postgres", url: server.url("postgres"), schema }),
    );
  }
});

for (
  const search of [
    "search_path=tenant",
    "search_path=nowhere,tenant,public",
    "options=-c%20search_path%3Dtenant",
    "options=-csearch_path%3Dtenant%20-c%20extra_float_digits%3D1",
    "options=--search-path%3Dtenant",
  ]
) {
  Deno.test(`the URL's ${search} leads to the tables`, () =>
    withDatabase(server, async (url, name) => {
      await execute(url, "create schema tenant");
      await withStore(url, async (store) => void await store.migrate(), "tenant");
      const key = make.signingKey();
      await withStore(server.url(name, { search }), async (store) => {
        assert.deepEqual(await store.schemaStatus(), { ...READY, schema: "tenant" });
        await change(store, (writer) => writer.addSigningKey(key));
      });
      await withStore(url, async (store) => {
        assert.deepEqual(await store.signingKey(key.id), key);
      }, "tenant");
      assert.deepEqual(await namesIn(url, "public"), []);
    }));
}

Deno.test("with a search path the tables are made where it leads first", () =>
  withDatabase(server, async (url, name) => {
    await execute(url, "create schema tenant");
    await withStore(
      server.url(name, { search: "search_path=tenant,public" }),
      async (store) =>
        assert.deepEqual((await store.migrate()).status, {
          ...READY,
          schema: "tenant",
        }),
    );
    assert.deepEqual((await namesIn(url, "tenant")).toSorted(), TABLES.toSorted());
    assert.deepEqual(await namesIn(url, "public"), []);
  }));

Deno.test("a database of another kind is refused before anything is sent", () =>
  expectRefusal(
    { code: "invalid_request", message: /does not begin with postgres/ },
    "mysql://user:secret@127.0.0.1/x",
  ));

const ENGINE_COLUMNS = [
  "key_trust_acls id uuid not null gen_random_uuid()",
  "key_trust_acls parent_org_id uuid not null",
  "key_trust_acls child_org_id uuid not null",
  "key_trust_acls granted_at timestamp without time zone not null CURRENT_TIMESTAMP",
  "key_trust_acls revoked_at timestamp without time zone",
  "package_signatures id uuid not null gen_random_uuid()",
  "package_signatures package_hash character varying(64) not null",
  "package_signatures key_fingerprint character varying(64) not null",
  "package_signatures signature bytea not null",
  "package_signatures signed_at timestamp without time zone not null CURRENT_TIMESTAMP",
  "package_signatures org_id uuid",
  "signing_keys id uuid not null gen_random_uuid()",
  "signing_keys org_id uuid not null",
  "signing_keys key_name character varying(255) not null",
  "signing_keys encrypted_private_key bytea not null",
  "signing_keys public_key bytea not null",
  "signing_keys key_fingerprint character varying(64) not null",
  "signing_keys created_at timestamp without time zone not null CURRENT_TIMESTAMP",
  "signing_keys revoked_at timestamp without time zone",
  "trusted_keys id uuid not null gen_random_uuid()",
  "trusted_keys org_id uuid not null",
  "trusted_keys key_fingerprint character varying(64) not null",
  "trusted_keys public_key bytea not null",
  "trusted_keys key_name character varying(255)",
  "trusted_keys trusted_at timestamp without time zone not null CURRENT_TIMESTAMP",
  "trusted_keys revoked_at timestamp without time zone",
];

const ENGINE_INDEXES = [
  "idx_signatures_hash package_signatures (package_hash)",
  "idx_signatures_key package_signatures (key_fingerprint)",
  "idx_signatures_org package_signatures (org_id)",
  "idx_signing_keys_fingerprint signing_keys (key_fingerprint)",
  "idx_signing_keys_org signing_keys (org_id)",
  "idx_signing_keys_revoked signing_keys (revoked_at) WHERE (revoked_at IS NULL)",
  "idx_trust_acls_active key_trust_acls (parent_org_id, child_org_id) WHERE (revoked_at IS NULL)",
  "idx_trust_acls_child key_trust_acls (child_org_id)",
  "idx_trust_acls_parent key_trust_acls (parent_org_id)",
  "idx_trusted_keys_fingerprint trusted_keys (key_fingerprint)",
  "idx_trusted_keys_org trusted_keys (org_id)",
  "idx_trusted_keys_revoked trusted_keys (revoked_at) WHERE (revoked_at IS NULL)",
  "key_trust_acls_parent_org_id_child_org_id_key unique key_trust_acls (parent_org_id, child_org_id)",
  "key_trust_acls_pkey unique key_trust_acls (id)",
  "package_signatures_package_hash_key_fingerprint_key unique package_signatures (package_hash, key_fingerprint)",
  "package_signatures_pkey unique package_signatures (id)",
  "signing_keys_org_id_key_name_key unique signing_keys (org_id, key_name)",
  "signing_keys_pkey unique signing_keys (id)",
  "trusted_keys_org_id_key_fingerprint_key unique trusted_keys (org_id, key_fingerprint)",
  "trusted_keys_pkey unique trusted_keys (id)",
];

const LISTING_INDEXES = [
  "idx_signatures_by_key_time package_signatures (key_fingerprint, signed_at, id)",
  "idx_signatures_by_org_time package_signatures (org_id, signed_at, id)",
  "idx_signatures_by_time package_signatures (signed_at, id)",
  "idx_signing_keys_by_org_time signing_keys (org_id, created_at, id, revoked_at)",
  "idx_signing_keys_by_time signing_keys (created_at, id, revoked_at)",
  "idx_trusted_keys_by_org_time trusted_keys (org_id, trusted_at, id, revoked_at)",
];

async function columnsOf(url: string): Promise<readonly unknown[]> {
  const rows = await execute(
    url,
    `select concat_ws(' ', relname, attname, format_type(atttypid, atttypmod),
        case when attnotnull then 'not null' end, pg_get_expr(adbin, adrelid)) as line
      from pg_class join pg_attribute on attrelid = pg_class.oid
        left join pg_attrdef on adrelid = attrelid and adnum = attnum
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'v')
        and relname not like '\\_\\_%' and relname not like 'cloacina\\_%' and attnum > 0 and not attisdropped
      order by relname collate "C", attnum`,
  );
  return rows.map(({ line }) => line);
}

async function indexesOf(url: string): Promise<readonly unknown[]> {
  const rows = await execute(
    url,
    `select concat_ws(' ', indexname, case when indexdef like '%UNIQUE%' then 'unique' end, tablename,
        substring(indexdef from '\\(.*')) as line
      from pg_indexes where schemaname = 'public'
        and tablename not like 'cloacina\\_%' and tablename <> '__diesel_schema_migrations' order by indexname collate "C"`,
  );
  return rows.map(({ line }) => line);
}

async function namesIn(url: string, schema: string): Promise<readonly string[]> {
  const quoted = `'${schema.replaceAll("'", "''")}'`;
  const rows = await execute(
    url,
    `select relname from pg_class join pg_namespace as n
    on n.oid = relnamespace where nspname = ${quoted} and relkind in ('r', 'v')`,
  );
  return rows.map(({ relname }) => String(relname));
}
