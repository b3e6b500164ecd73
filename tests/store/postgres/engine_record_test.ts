import assert from "node:assert/strict";
import type { Store } from "../../../src/store/store.ts";
import { recordBuilder } from "../../contracts/records.ts";
import { databaseServer, execute, withDatabase } from "../../testkit/postgres_database.ts";
import { type NoRecord, noRecords, RECORD } from "../no_records.ts";
import { recordedVersions } from "./engine_migrations.ts";
import { expectError, withStore } from "./expect_error.ts";
import { ANYBODY_MAY_CREATE, type Role, withRoles } from "./planted_names.ts";
import { READY } from "./ready_status.ts";
import { NO_OWN_TABLES } from "../../contracts/store/own_tables.ts";

// What stands in the place of the engine's record of its migrations, and is none.

const server = await databaseServer();
const make = recordBuilder();

const SIGNING_TABLES = ["signing_keys", "trusted_keys", "key_trust_acls", "package_signatures"];

/** What an attacker can put there: a table with a trigger, a view that calls a function, or what is neither. */
const PLANTED: readonly (readonly [string, string])[] = [
  [
    "table",
    `create table ${RECORD} (version varchar(50) primary key);
      create trigger spying before insert on ${RECORD} for each row execute function spy_row();
      grant all on ${RECORD} to public`,
  ],
  ["view", `create view ${RECORD} as select spy() as version; grant all on ${RECORD} to public`],
  ["sequence", `create sequence ${RECORD}`],
];

const SPIES = `create table seen (who text); grant all on seen to public;
  create function spy() returns text language sql as
    $$ insert into public.seen values (current_user) returning '010' $$;
  create function spy_row() returns trigger language plpgsql as
    $$ begin insert into public.seen values (current_user); return new; end $$`;

for (const [kind, planted] of PLANTED) {
  Deno.test(`a ${kind} of somebody else in place of the engine's record is neither read nor written`, () =>
    withBoth(async ({ operator, attacker }) => {
      await execute(attacker.url(), `${SPIES}; ${planted}`);
      await withStore(operator.url(), async (store) => {
        const { status, migrating } = belongsTo(attacker);
        // Before there are tables, and with them.
        const { problems, ...before } = await store.schemaStatus();
        assert.deepEqual(before, {
          ...status,
          schema: "public",
          owner: "nobody",
          isReady: false,
          ownTables: NO_OWN_TABLES,
        });
        assert.deepEqual(problems, SIGNING_TABLES.map((name) => `${name} is missing`));
        await expectError(migrating, store.migrate());
        await execute(attacker.url(), `alter ${kind} ${RECORD} rename to put_away`);
        await store.migrate();
        await execute(operator.url(), `drop table ${RECORD}`);
        await execute(attacker.url(), `alter ${kind} put_away rename to ${RECORD}`);
        assert.deepEqual(await store.schemaStatus(), { ...READY, ...status });
        await expectError(migrating, store.migrate());
        await requireUsable(store);
      });
      assert.equal((await execute(attacker.url(), "select who from seen")).length, 0);
    }));

  Deno.test(`a ${kind} of that name in a later schema does not decide where the tables are made`, () =>
    withBoth(async ({ admin, operator, attacker }) => {
      await execute(attacker.url(), `${SPIES}; ${planted}`);
      await execute(admin, `create schema first authorization ${operator.name}`);
      await withStore(operator.url("search_path=first,public"), async (store) => {
        assert.deepEqual((await store.migrate()).status, { ...READY, schema: "first" });
        await requireUsable(store);
      });
      const places = await execute(
        admin,
        `select distinct schemaname from pg_tables where tablename like 'signing\\_keys'`,
      );
      assert.deepEqual(places.map(({ schemaname }) => schemaname), ["first"]);
    }));
}

/** What a role with power over the database has there, and how it is refused: with tables and without. */
const NO_RECORDS: readonly NoRecord[] = [
  ...noRecords("integer", ["010", "023"]),
  ["a view that keeps everything", viewOf("varchar"), "is a view"],
  [
    "a materialized view",
    `create materialized view ${RECORD} as select '010'::text as version`,
    "is a materialized view",
  ],
  ["a sequence", `create sequence ${RECORD}`, "is a sequence"],
  ["a type", `create type ${RECORD} as (version text)`, "is a composite type"],
  [
    "a partitioned table",
    `create table ${RECORD} (version text) partition by list (version)`,
    "is a partitioned table",
  ],
];

for (const [what, making, state] of NO_RECORDS) {
  Deno.test(`${what} is no record of migrations: that is reported, and nothing is made`, () =>
    withDatabase(server, async (url) => {
      const engineFault =
        `whether the engine can start is unknown, as its table ${RECORD} ${state}`;
      const expected = {
        code: "store_corrupt",
        message: new RegExp(`: its table ${RECORD} ${state}$`),
        hint: /have (it dropped or renamed|it deleted)$/,
      } as const;
      await execute(url, making);
      await withStore(url, async (store) => {
        const status = await store.schemaStatus();
        assert.equal(status.isReady, false);
        assert.equal(status.engineFault, engineFault);
        assert.equal(status.refusal?.code, "store_corrupt");
        await expectError(expected, store.migrate());
      });
      assert.equal((await execute(url, TABLES)).length, 0);
      await withDatabase(server, async (other) => {
        await withStore(other, async (store) => void await store.migrate());
        await execute(other, `drop table ${RECORD}; ${making}`);
        await withStore(other, async (store) => {
          const { refusal, ...status } = await store.schemaStatus();
          assert.deepEqual(status, { ...READY, engineFault });
          assert.match(refusal?.hint ?? "", expected.hint);
          await expectError(expected, store.migrate());
          await requireUsable(store);
        });
      });
    }));
}

/** What makes of a row something else than what is written. */
const REWRITERS: readonly (readonly [string, string])[] = [
  ["rules", `create rule nothing as on insert to ${RECORD} do instead nothing`],
  [
    "triggers",
    `create function drop_row() returns trigger language plpgsql as 'begin return null; end';
      create trigger dropping before insert on ${RECORD} for each row execute function drop_row()`,
  ],
  [
    "triggers",
    `create function remove() returns trigger language plpgsql as
        'begin delete from ${RECORD}; return null; end';
      create constraint trigger removing after insert on ${RECORD} deferrable initially deferred
        for each row execute function remove()`,
  ],
];

for (const [by, making] of REWRITERS) {
  Deno.test(`nothing is written to a record that has ${by}: ${making.slice(0, 20)}`, () =>
    withDatabase(server, async (url) => {
      await execute(url, `create table ${RECORD} (version varchar(50)); ${making}`);
      await withStore(url, async (store) => {
        await expectError({
          code: "store_corrupt",
          message: new RegExp(`: its table ${RECORD} has ${by}$`),
          hint: /^find out who created them/,
        }, store.migrate());
      });
      assert.equal((await execute(url, TABLES)).length, 0);
      assert.deepEqual(await recordedVersions(url), []);
    }));
}

Deno.test("a migration whose tables the database changes leaves nothing", () =>
  withDatabase(server, async (url) => {
    await execute(
      url,
      `create function add() returns event_trigger language plpgsql as
        'begin if to_regclass(''public.key_trust_acls'') is not null and not exists (select from pg_attribute
            where attrelid = to_regclass(''public.key_trust_acls'') and attname = ''why'') then
          alter table public.key_trust_acls add column why text not null; end if; end';
      create event trigger adding on ddl_command_end when tag in ('CREATE TABLE') execute function add()`,
    );
    await withStore(url, (store) =>
      expectError({
        code: "store_corrupt",
        message: /: afterwards key_trust_acls has a column why, which must be filled/,
        hint: /^find out what changes what is created there/,
      }, store.migrate()));
    assert.equal((await execute(url, TABLES)).length, 0);
  }));

Deno.test("of a record of any size only what is needed is read", () =>
  withDatabase(server, async (url) => {
    // More than a message of the server may have here.
    await execute(
      url,
      `create table ${RECORD} (version text); insert into ${RECORD} values (repeat('x', 20000000)), ('023')`,
    );
    await withStore(url, async (store) => {
      assert.equal((await store.schemaStatus()).owner, "engine");
      await expectError(
        { code: "store_corrupt", message: /belongs to the engine/ },
        store.migrate(),
      );
    });
  }));

const TABLES = "select tablename from pg_tables where tablename like any " +
  `(array['%keys', '%acls', 'package%', 'cloacina%'])`;

function viewOf(type: string): string {
  return `create table kept (version ${type}); insert into kept values ('010'), ('023');
    create view ${RECORD} as select * from kept`;
}

async function requireUsable(store: Store): Promise<void> {
  const key = make.signingKey();
  await store.transaction((writer) => writer.addSigningKey(key));
  assert.deepEqual(await store.signingKey(key.id), key);
}

function belongsTo({ name }: Role) {
  const state = `${RECORD} belongs to ${name}, who has no power over the database`;
  const hint =
    "find out who created it; if that is the engine's own role, start the engine first: its " +
    "migrations create the signing tables";
  return {
    status: {
      engineFault: `whether the engine can start is unknown, as its table ${state}`,
      refusal: { code: "store_corrupt", hint },
    },
    migrating: {
      code: "store_corrupt",
      message: new RegExp(`: its table ${state}$`),
      hint: /find out who created it/,
    },
  } as const;
}

function withBoth(
  work: (roles: {
    readonly admin: string;
    readonly operator: Role;
    readonly attacker: Role;
  }) => Promise<void>,
): Promise<void> {
  return withDatabase(
    server,
    (admin, name) =>
      withRoles(server, name, async (operator, attacker) => {
        await execute(admin, ANYBODY_MAY_CREATE);
        await work({ admin, operator, attacker });
      }),
  );
}
