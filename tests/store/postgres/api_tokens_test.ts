import assert from "node:assert/strict";
import type { ApiTokenRecord } from "../../../src/domain/api_token.ts";
import type { KeyId } from "../../../src/domain/ids.ts";
import { type Access, postgresSession, sortingOf } from "../../../src/store/postgres/session.ts";
import { sqlReader } from "../../../src/store/sql/reader.ts";
import type { Store, StoreReader } from "../../../src/store/store.ts";
import { later, recordBuilder } from "../../contracts/records.ts";
import { change, save } from "../../contracts/store/opened_store.ts";
import {
  createDatabase,
  databaseServer,
  dropDatabase,
  execute,
  withDatabase,
} from "../../testkit/postgres_database.ts";
import { ENGINE_RECORD, recordOf } from "./engine_migrations.ts";
import { expectError, withStore } from "./expect_error.ts";
import { READY } from "./ready_status.ts";
import { ALL_OWN_TABLES, ownTablesWithout } from "../../contracts/store/own_tables.ts";

const server = await databaseServer();
const make = recordBuilder();
const ALL = { limit: 100, offset: 0 };

const ENGINE = `${ENGINE_RECORD}; create table contexts (id uuid primary key, value text not null)`;
const BEFORE = "drop table cloacina_api_tokens";

Deno.test("the table of API tokens is made to the letter", () =>
  withDatabase(server, async (url) => {
    await withStore(url, async (store) => void await store.migrate());
    assert.deepEqual(await linesOf(url, "= 'cloacina_api_tokens'"), [
      "cloacina_api_tokens id uuid not null",
      "cloacina_api_tokens token_hash character varying(64) not null",
      "cloacina_api_tokens name character varying(255)",
      "cloacina_api_tokens org_id uuid",
      "cloacina_api_tokens role character varying(16) not null",
      "cloacina_api_tokens key_ids uuid[]",
      "cloacina_api_tokens created_at timestamp without time zone not null",
      "cloacina_api_tokens expires_at timestamp without time zone",
      "cloacina_api_tokens revoked_at timestamp without time zone",
      "cloacina_api_tokens_pkey: UNIQUE INDEX ON cloacina_api_tokens USING btree (id)",
      "cloacina_api_tokens_token_hash_key: UNIQUE INDEX ON cloacina_api_tokens USING btree (token_hash)",
      "idx_cloacina_api_tokens_org: INDEX ON cloacina_api_tokens USING btree (org_id)",
    ]);
  }));

for (
  const [owner, making] of [["cloacina", BEFORE], ["engine", `${BEFORE}; ${ENGINE}`]] as const
) {
  Deno.test(`a database of before gets just this table: ${owner}`, () =>
    withMigrated(async (url) => {
      const key = make.signingKey();
      await withStore(url, (store) => save(store, { signingKeys: [key] }));
      await execute(url, making);
      const before = await linesOf(url, "<> 'cloacina_api_tokens'");
      await withStore(url, async (store) => {
        const status = { ...READY, owner };
        assert.deepEqual(await store.schemaStatus(), {
          ...status,
          ownTables: ownTablesWithout("API tokens"),
        });
        await refusesTokens(store, {
          code: "store_unavailable",
          message:
            /^Cannot access the API tokens in the database "postgres:[^ ]+": it has no table for them$/,
          hint: /^create it with `cloacina db migrate`$/,
        });
        assert.deepEqual(await store.signingKey(key.id), key);
        await save(store, { signingKeys: [make.signingKey()] });
        assert.deepEqual(await store.schemaStatus(), {
          ...status,
          ownTables: ownTablesWithout("API tokens"),
        });
        assert.deepEqual((await store.migrate()).status, status);
        assert.deepEqual((await store.migrate()).status, status);
        const token = make.apiToken();
        await save(store, { apiTokens: [token] });
        assert.deepEqual(await store.findApiToken(token.tokenHash), token);
      });
      assert.deepEqual(await linesOf(url, "<> 'cloacina_api_tokens'"), before);
    }));
}

Deno.test("where there are no tables at all, API tokens say how to make them", () =>
  withDatabase(server, (url) =>
    withStore(url, (store) =>
      refusesTokens(store, {
        code: "store_unavailable",
        message: /it has no table for them$/,
        hint: /db migrate/,
      }))));

Deno.test("the engine without its signing tables gets no table of ours", () =>
  withDatabase(server, async (url) => {
    await execute(url, recordOf("001"));
    const before = await linesOf(url, "is not null");
    await withStore(url, (store) =>
      expectError({
        code: "store_corrupt",
        message: /it belongs to the engine, and signing_keys is missing/,
        hint: /upgrade the engine/,
      }, store.migrate()));
    assert.deepEqual(await linesOf(url, "is not null"), before);
  }));

Deno.test("a migration that fails in the middle leaves no table", () =>
  withMigrated(async (url) => {
    await execute(url, `${BEFORE}; create sequence idx_cloacina_api_tokens_org`);
    await withStore(url, async (store) => {
      await expectError(
        { code: "store_corrupt", message: /"idx_cloacina_api_tokens_org" already exists/ },
        store.migrate(),
      );
      assert.deepEqual(await store.schemaStatus(), {
        ...READY,
        ownTables: ownTablesWithout("API tokens"),
      });
    });
  }));

/** How a table of that name may be another one, whether using it meets that, and what is said of it. */
const OTHERS: readonly (readonly [string, string, "is met" | "is not met"])[] = [
  [
    `${BEFORE}; create table cloacina_api_tokens (id int primary key, secret text)`,
    "cloacina_api_tokens has a column id of type integer, not uuid",
    "is met",
  ],
  [
    "alter table cloacina_api_tokens drop column revoked_at",
    "cloacina_api_tokens has no column revoked_at",
    "is met",
  ],
  [
    "alter table cloacina_api_tokens alter column key_ids type text[]",
    "cloacina_api_tokens has a column key_ids of type text[], not uuid[]",
    "is not met",
  ],
  [
    "alter table cloacina_api_tokens drop constraint cloacina_api_tokens_token_hash_key",
    "cloacina_api_tokens has no unique index on token_hash",
    "is not met",
  ],
  [
    "alter table cloacina_api_tokens add column why text not null",
    "cloacina_api_tokens has a column why, which must be filled and is unknown to cloacina",
    "is not met",
  ],
  [
    `${BEFORE}; create view cloacina_api_tokens as select 1 as token_hash`,
    "cloacina_api_tokens is a view that is not of one table",
    "is met",
  ],
];

for (const [making, problem, met] of OTHERS) {
  for (const [owner, engine] of [["cloacina", ""], ["engine", `; ${ENGINE}`]] as const) {
    Deno.test(`${problem}: that is named, and left as it is (${owner})`, () =>
      withMigrated(async (url) => {
        await execute(url, making + engine);
        const before = await linesOf(url, "is not null");
        await withStore(url, async (store) => {
          const { problems, ...status } = await store.schemaStatus();
          const hint = "have that table renamed, or use another database";
          const refusal = { code: "store_corrupt", hint };
          assert.deepEqual(status, {
            schema: "public",
            ...{ owner, isReady: false, ownTables: ALL_OWN_TABLES, refusal },
          });
          assert.equal(problems[0], problem);
          await expectError({
            code: "store_corrupt",
            message: /it has tables of another application: cloacina_api_tokens (has|is)/,
            hint: /have that table renamed/,
          }, store.migrate());
          const key = make.signingKey();
          await change(store, (writer) => writer.addSigningKey(key));
          assert.deepEqual(await store.signingKey(key.id), key);
          if (met === "is not met") return;
          await refusesTokens(store, {
            code: "store_corrupt",
            message:
              /^Cannot access the API tokens in the database [^ ]+: its table cloacina_api_tokens belongs to another application \(/,
            hint: /db status/,
          });
        });
        assert.deepEqual(await linesOf(url, "is not null"), before);
      }));
  }
}

Deno.test("nothing is made beside a table of that name that is another application's", () =>
  withDatabase(server, async (url) => {
    await execute(url, "create table cloacina_api_tokens (secret text)");
    await withStore(url, (store) =>
      expectError({
        code: "store_corrupt",
        message: /another application: cloacina_api_tokens has no column id/,
      }, store.migrate()));
    const lines = await linesOf(url, "is not null");
    assert.deepEqual(lines, ["cloacina_api_tokens secret text"]);
  }));

Deno.test("a role that may not create tables is told so, and works without this one", () =>
  withMigrated(async (url, name) => {
    const user = `role_${name}`;
    await execute(
      url,
      `${BEFORE}; create role ${user} login password 'p';
        grant select on all tables in schema public to ${user};
        grant insert on signing_keys to ${user}`,
    );
    try {
      await withStore(server.url(name, { user, password: "p" }), async (store) => {
        await expectError({
          code: "insufficient_permissions",
          message: /this role is not permitted to do that \(permission denied for schema public\)$/,
        }, store.migrate());
        assert.deepEqual(await store.schemaStatus(), {
          ...READY,
          ownTables: ownTablesWithout("API tokens"),
        });
        const key = make.signingKey();
        await save(store, { signingKeys: [key] });
        assert.deepEqual(await store.signingKey(key.id), key);
      });
      await withStore(
        url,
        async (store) => assert.deepEqual((await store.migrate()).status, READY),
      );
      await withStore(server.url(name, { user, password: "p" }), async (store) => {
        const fault = "this role has no SELECT on cloacina_api_tokens";
        assert.deepEqual((await store.migrate()).status, {
          ...READY,
          ownTables: { ...ALL_OWN_TABLES, "API tokens": { isThere: true, fault } },
        });
        await refusesTokens(store, {
          code: "insufficient_permissions",
          message: /permission denied for table cloacina_api_tokens/,
        });
      });
    } finally {
      await execute(url, `drop owned by ${user}; drop role ${user}`);
    }
  }));

Deno.test("the table is made beside the others, wherever the search path led first", () =>
  withMigrated(async (url, name) => {
    await execute(url, `${BEFORE}; ${ENGINE}; create schema "first, of all"`);
    const search = `search_path=${encodeURIComponent('"first, of all",public')}`;
    const token = make.apiToken();
    await withStore(server.url(name, { search }), async (store) => {
      assert.deepEqual((await store.migrate()).status, { ...READY, owner: "engine" });
      await save(store, { apiTokens: [token] });
    });
    await withStore(url, async (store) => {
      assert.deepEqual(await store.findApiToken(token.tokenHash), token);
    }, "public");
  }));

Deno.test("an API token is looked up by an index, whatever else there is", () =>
  withMigrated(async (url) => {
    await execute(
      url,
      `insert into cloacina_api_tokens (id, token_hash, role, created_at)
        select gen_random_uuid(), encode(sha256(n::text::bytea), 'hex'), 'read', '2026-01-28'
        from generate_series(1, 5000) as n; analyze cloacina_api_tokens`,
    );
    const { tokenHash, id } = make.apiToken();
    for (
      const [statement, value, index] of [
        [await statementOf((store) => store.findApiToken(tokenHash)), tokenHash, "token_hash_key"],
        [await statementOf((store) => store.apiToken(id)), id, "pkey"],
      ] as const
    ) {
      const plan = await execute(url, `explain ${statement.replace("$1", `'${value}'`)}`);
      const lines = plan.map((row) => String(row["QUERY PLAN"])).join("\n");
      assert.match(lines, new RegExp(`^Index Scan using cloacina_api_tokens_${index} `));
    }
  }));

Deno.test("API tokens are written as they stand in the table", () =>
  withMigrated(async (url) => {
    const keyIds = [make.uuid(), make.uuid()] as KeyId[];
    const token = make.apiToken({ name: "it's", keyIds, expiresAt: later(1), role: "admin" });
    await withStore(url, (store) => save(store, { apiTokens: [token] }));
    const [row] = await execute(
      url,
      `select id::text as id, token_hash, name, org_id::text as org, role, key_ids::text as keys,
        created_at::text as created, expires_at::text as expires, revoked_at
        from cloacina_api_tokens`,
    );
    assert.deepEqual({ ...row }, {
      id: token.id,
      token_hash: token.tokenHash,
      name: "it's",
      org: token.orgId,
      role: "admin",
      keys: `{${keyIds.join(",")}}`,
      created: "2026-01-28 12:00:00.123",
      expires: "2026-01-28 12:00:00.124",
      revoked_at: null,
    });
  }));

/** Values that the column's type admits and that none of ours has: as SQL. */
const DAMAGES: readonly (readonly [string, string, RegExp])[] = [
  ["token_hash", "upper(token_hash)", /is not a SHA-256 digest/],
  ["token_hash", "'abc'", /is not a SHA-256 digest/],
  ["role", "'owner'", /is not one of read, sign, admin$/],
  ["role", "'Admin'", /is not one of read, sign, admin$/],
  ["role", "''", /is not one of read, sign, admin$/],
  ["role", "'sign '", /is not one of read, sign, admin$/],
  ["key_ids", "array[null]::uuid[]", /is not a list of UUIDs$/],
  ["key_ids", "array[id, null]", /is not a list of UUIDs$/],
  ["key_ids", "array[array[id], array[id]]", /is not a list of UUIDs$/],
  ["key_ids", "format('[2:2]={%s}', id)::uuid[]", /is not a list of UUIDs$/],
  ["created_at", "'infinity'", /is not a time in the years 1 to 9999$/],
  ["expires_at", "'infinity'", /is not a time in the years 1 to 9999$/],
  ["revoked_at", "'0044-03-15 BC'", /is not a time in the years 1 to 9999$/],
];

for (const [column, value, state] of DAMAGES) {
  Deno.test(`an API token whose ${column} is ${value} is named, not skipped`, () =>
    withMigrated((url) =>
      withStore(url, async (store) => {
        const token = make.apiToken({ keyIds: [make.uuid() as KeyId] });
        await save(store, { apiTokens: [token] });
        await execute(url, `update cloacina_api_tokens set ${column} = ${value}`);
        const filter = { orgId: token.orgId, includeRevoked: true };
        const reads: (() => Promise<unknown>)[] = [
          () => store.apiToken(token.id),
          () => store.listApiTokens(filter, ALL),
        ];
        if (column !== "token_hash") reads.push(() => store.findApiToken(token.tokenHash));
        const row = `row ${token.id} of cloacina_api_tokens in`;
        for (const read of reads) {
          const message = new RegExp(
            `^Cannot read ${row} the database [^ ]*: its ${column} is not `,
          );
          await expectError({ code: "store_corrupt", message }, read());
          await expectError({ code: "store_corrupt", message: state }, read());
        }
      })
    ));
}

/** A database with all tables, which is dropped however the work ends. */
async function withMigrated(work: (url: string, name: string) => Promise<void>): Promise<void> {
  const name = await createDatabase(server);
  try {
    const url = server.url(name);
    await withStore(url, async (store) => void await store.migrate());
    await work(url, name);
  } finally {
    await dropDatabase(server, name);
  }
}

/** Whatever is done with API tokens fails so. */
async function refusesTokens(
  store: Store,
  expected: Parameters<typeof expectError>[0],
): Promise<void> {
  const token: ApiTokenRecord = make.apiToken();
  const filter = { orgId: null, includeRevoked: true };
  const uses = [
    () => store.apiToken(token.id),
    () => store.findApiToken(token.tokenHash),
    () => store.listApiTokens(filter, ALL),
    () => save(store, { apiTokens: [token] }),
    () => store.transaction((writer) => writer.revokeApiToken(token.id, later(1))),
    () => store.transaction((writer) => writer.findApiToken(token.tokenHash)),
  ];
  for (const use of uses) await expectError(expected, use());
}

/** The one statement that a reading runs. */
async function statementOf(
  read: (store: StoreReader) => Promise<unknown>,
): Promise<string> {
  const statements: string[] = [];
  const tables = {
    schema: "public",
    place: "any",
    missing: [],
    strangeOwner: null,
    engineRecord: null,
  };
  const access: Access = {
    read: (toStatements) => {
      const asked = toStatements(tables).map(({ text }) => text);
      statements.push(...asked);
      return Promise.resolve(asked.map(() => []));
    },
    within: () => Promise.reject(new Error("a look-up does not change anything")),
  };
  await read(sqlReader(postgresSession(access, "any", sortingOf())));
  assert.equal(statements.length, 1);
  return statements[0] ?? "";
}

/** The columns and indexes of the tables in `public` whose name is as the condition says. */
async function linesOf(url: string, condition: string): Promise<readonly unknown[]> {
  const columns = await execute(
    url,
    `select concat_ws(' ', relname, attname, format_type(atttypid, atttypmod),
        case when attnotnull then 'not null' end, pg_get_expr(adbin, adrelid)) as line
      from pg_class join pg_attribute on attrelid = pg_class.oid
        left join pg_attrdef on adrelid = attrelid and adnum = attnum
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'v')
        and relname ${condition} and attnum > 0 and not attisdropped
      order by relname collate "C", attnum`,
  );
  const indexes = await execute(
    url,
    `select indexname || ': ' || replace(replace(replace(
        indexdef, 'CREATE ', ''), indexname || ' ', ''), 'public.', '') as line
      from pg_indexes where schemaname = 'public' and tablename ${condition}
      order by indexname collate "C"`,
  );
  return [...columns, ...indexes].map(({ line }) => line);
}
