import assert from "node:assert/strict";
import { OWN_TABLES, SIGNING_TABLES, TABLES } from "../../../src/store/sql/tables.ts";
import { withCli } from "../../testkit/cli.ts";
import { databaseServer, execute, withDatabase } from "../../testkit/postgres_database.ts";
import { SIGNED_PACKAGE } from "../../testkit/signed_package.ts";
import { toolUnderTest } from "../../testkit/tool.ts";
import { ANYBODY_MAY_CREATE, type Role, withRoles } from "../../store/postgres/planted_names.ts";

// Somebody without any right on the tables wants `package verify` to trust a key of their own: what an operator of the
// tool types, before and after.

const ORG = "7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11";
const { packageBytes, signatureFile, publicKey, fingerprint } = SIGNED_PACKAGE;
const tool = await toolUnderTest();

const OURS = Object.values(OWN_TABLES).map(({ name }) => name);

/** Tables that a database may lack, with what somebody would put into them. */
const MISSING = [
  [
    "cloacina_api_tokens",
    `insert into cloacina_api_tokens (id, token_hash, role, created_at)
      values ('${ORG}', '${"ab".repeat(32)}', 'admin', '2026-01-01')`,
  ],
  [
    "cloacina_statements",
    `insert into cloacina_statements (id, package_hash, key_fingerprint, payload, signature, stored_at)
      values ('${ORG}', '${"ab".repeat(32)}', '${fingerprint}', '{}', '\\x00', '2026-01-01')`,
  ],
  ["signing_keys", "select 1"],
  [
    "key_trust_acls",
    `create function public.trusting() returns trigger language plpgsql as $$begin
      insert into public.trusted_keys (org_id, key_fingerprint, public_key)
        values ('${ORG}', '${fingerprint}', '\\x${publicKey.toHex()}') on conflict do nothing;
      return new; end$$;
    create trigger trusting before insert on key_trust_acls execute function public.trusting()`,
  ],
  [
    "trusted_keys",
    `insert into trusted_keys (org_id, key_fingerprint, public_key)
      values ('${ORG}', '${fingerprint}', '\\x${publicKey.toHex()}')`,
  ],
] as const;

if (tool.kind !== "cloacina-offline") {
  const server = await databaseServer();

  /** An operator with tables of their own in `public`, and an attacker who may create there as well. */
  const withTables = (work: (at: Attack) => Promise<void>) =>
    withDatabase(
      server,
      (admin, name) =>
        withRoles(server, name, (operator, attacker) =>
          withCli(async ({ write, run }) => {
            await execute(
              admin,
              `${ANYBODY_MAY_CREATE}; create schema ${operator.name};
            grant create, usage on schema ${operator.name} to ${attacker.name}, ${operator.name}`,
            );
            await write("pkg.so", packageBytes);
            await write("pkg.so.sig", signatureFile);
            const type = async (line: string, url = operator.url()) => {
              const { code, stderr } = await run(line, { DATABASE_URL: url, CLOACINA_ORG: ORG });
              return { code, stderr };
            };
            const schema = "--db-schema public";
            assert.equal((await type(`cloacina db migrate ${schema}`)).code, 0);
            await work({ admin, operator, attacker, type });
          })),
    );

  Deno.test("an operator that inserts a trusted key when an operator writes does not run", () =>
    withTables(async ({ admin, attacker, type }) => {
      for (const types of ["varchar, varchar", "varchar, text", "text, varchar"]) {
        await execute(attacker.url(), trustingOperator(types));
      }
      await execute(attacker.url(), TRUSTING_STARTS_WITH);
      await assertUntrusted(type);
      await everyWrite(type);
      await assertUntrusted(type);
      const planted = `select from trusted_keys where key_fingerprint = '${fingerprint}'`;
      assert.equal((await execute(admin, planted)).length, 0);
    }));

  for (const what of ["table", "view", "sequence", "foreign table"] as const) {
    Deno.test(`a ${what} of the name in a schema that comes earlier is refused, and both schemas are named`, () =>
      withTables(async ({ admin, operator, attacker, type }) => {
        await assertUntrusted(type);
        await execute(admin, FOREIGN_SERVER(attacker));
        await execute(attacker.url(), shadow(what, operator.name));
        for (const line of LINES) {
          const { code, stderr } = await type(line);
          assert.equal(code, 5, `${line}: ${stderr}`);
          const schemas = `${operator.name} (trusted_keys) and public (`;
          assert.ok(
            stderr.includes(`two schemas of its search path have tables for keys: ${schemas}`),
            stderr,
          );
          assert.match(stderr, /name the right schema with --db-schema/);
        }
        assert.equal((await type("cloacina package verify pkg.so --db-schema public")).code, 11);
      }));
  }

  for (const name of ["signing_keys", "key_trust_acls", "package_signatures", ...OURS]) {
    Deno.test(`so is ${name}, in a schema that comes later`, () =>
      withTables(async ({ operator, attacker, type }) => {
        await execute(attacker.url(), `create table ${operator.name}.${name} (why text)`);
        const { code, stderr } = await type(
          "cloacina package verify pkg.so",
          operator.url(`search_path=public,${operator.name}`),
        );
        assert.equal(code, 5, stderr);
        assert.ok(stderr.includes(`and ${operator.name} (${name})`), stderr);
      }));
  }

  for (const [name, planted] of MISSING) {
    Deno.test(`${name} that somebody else made where the others are is no table of ours`, () =>
      withTables(async ({ admin, operator, attacker, type }) => {
        await execute(admin, `alter table ${name} rename to kept; grant select on kept to public`);
        await execute(attacker.url(), `create table ${name} (like kept including all)`);
        await execute(attacker.url(), `grant all on ${name} to public; ${planted}`);
        const other = name === "key_trust_acls" ? "package_signatures" : "key_trust_acls";
        const said = `${name} belongs to ${attacker.name}, and ${other} to ${operator.name}`;
        for (const line of [...LINES, ...WRITES, SERVE]) {
          for (const schema of ["", " --db-schema public"]) {
            const { code, stderr } = await type(line + schema);
            assert.equal(code, 5, `${line}: ${stderr}`);
            assert.ok(stderr.includes(said), `${line}: ${stderr}`);
          }
        }
        const trusted = `select from trusted_keys where key_fingerprint = '${fingerprint}'`;
        assert.equal((await execute(admin, trusted)).length, name === "trusted_keys" ? 1 : 0);
      }));
  }

  Deno.test("a table that the owner of the schema, a superuser or this role made is one of ours", () =>
    withTables(async ({ admin, operator, attacker, type }) => {
      for (const name of OURS) {
        await execute(admin, `alter table ${name} owner to current_user`);
        await execute(admin, `grant select on ${name} to ${operator.name}`);
      }
      assert.equal((await type("cloacina db migrate")).code, 0);
      // As where the engine made the four, and an operator the others.
      for (const { name } of SIGNING_TABLES) {
        await execute(admin, `alter table ${name} owner to ${attacker.name}`);
        await execute(admin, `grant all on ${name} to ${operator.name}`);
      }
      for (const name of OURS) {
        await execute(admin, `alter table ${name} owner to ${operator.name}`);
      }
      assert.equal((await type("cloacina db migrate")).code, 0);
    }));

  Deno.test("where somebody else made all tables first, who that was is named", () =>
    withTables(async ({ admin, operator, attacker, type }) => {
      for (const { name } of TABLES) {
        await execute(admin, `alter table ${name} owner to ${attacker.name}`);
        await execute(admin, `grant select on ${name} to ${operator.name}`);
      }
      for (const line of ["db status >&2", "db migrate >&2", "doctor >&2"]) {
        const { stderr } = await type(`cloacina ${line}`);
        assert.ok(stderr.includes(`${attacker.name}, who has no power over the database`), stderr);
        const json = await type(`cloacina ${line.replace(">&2", "--json >&2")}`);
        assert.ok(json.stderr.includes(`"strange_owner": "${attacker.name}"`), json.stderr);
      }
    }));

  Deno.test("nothing is made in, or read from, a schema of somebody else's", () =>
    withDatabase(
      server,
      (_, name) =>
        withRoles(server, name, (operator, attacker) =>
          withCli(async ({ run }) => {
            await execute(
              server.url("postgres"),
              `grant create on database ${name} to ${attacker.name}`,
            );
            await execute(
              attacker.url(),
              `create schema ${operator.name}; grant create, usage on schema ${operator.name} to public`,
            );
            const env = { DATABASE_URL: operator.url(), CLOACINA_ORG: ORG };
            for (const line of LINES.slice(1)) {
              for (const schema of ["", ` --db-schema ${operator.name}`]) {
                const { code, stderr } = await run(line + schema, env);
                assert.equal(code, 5, `${line}: ${stderr}`);
                const said = `its schema "${operator.name}" belongs to ${attacker.name}`;
                assert.ok(stderr.includes(said), stderr);
              }
            }
          })),
    ));

  Deno.test("a schema that the role may not use, and one that is not there, are passed over", () =>
    withTables(async ({ admin, operator, attacker, type }) => {
      await execute(admin, `create schema hidden authorization ${attacker.name}`);
      await execute(attacker.url(), "create table hidden.trusted_keys (why text)");
      const url = operator.url("search_path=nowhere,hidden,public");
      assert.equal((await type("cloacina package verify pkg.so", url)).code, 11);
    }));
}

interface Attack {
  readonly admin: string;
  readonly operator: Role;
  readonly attacker: Role;
  readonly type: Type;
}

/** Types a line of shell as the operator. */
type Type = (
  line: string,
  url?: string,
) => Promise<{ readonly code: number; readonly stderr: string }>;

const LINES = [
  "cloacina package verify pkg.so",
  "cloacina keys trusted list",
  "cloacina db status",
  "cloacina db migrate",
  "cloacina tokens list",
];

const WRITES = [
  "cloacina tokens create --role admin",
  "cloacina orgs grant-trust --from $CLOACINA_ORG --to 1b671a64-40d5-491e-99b0-da01ff1f3341",
];

const SERVE =
  "export CLOACINA_KEY_ENCRYPTION_KEY=$(printf %064d 7); cloacina serve --bind 127.0.0.1:0";

async function assertUntrusted(type: Type): Promise<void> {
  const { code, stderr } = await type("cloacina package verify pkg.so");
  assert.equal(code, 11, stderr);
}

/** Whatever the operator does: here is somebody else's key, which is trusted and revoked. */
async function everyWrite(type: Type): Promise<void> {
  const lines = [
    "cloacina keys generate --name other --output other.pem",
    "cloacina keys trust --import other.pub.pem --name other",
    "cloacina keys trusted list",
    "cloacina orgs grant-trust --from $CLOACINA_ORG --to 1b671a64-40d5-491e-99b0-da01ff1f3341",
    "cloacina orgs revoke-trust --from $CLOACINA_ORG --to 1b671a64-40d5-491e-99b0-da01ff1f3341 --yes",
    "export CLOACINA_KEY_ENCRYPTION_KEY=$(printf %064d 7); cloacina keys generate --name own --trust && " +
    "cloacina package sign pkg.so --key-id own --store && cloacina keys rotate own --name next",
    "cloacina keys revoke next --yes",
    "cloacina keys trusted revoke $(cloacina keys show other.pem --json | sed -n 's/.*fingerprint\": \"\\([0-9a-f]*\\).*/\\1/p') --yes",
    "cloacina tokens create --role admin",
    "cloacina tokens list",
    "cloacina signatures list",
    "cloacina db status",
    "cloacina db migrate",
  ];
  for (const line of lines) {
    const { code, stderr } = await type(line);
    assert.equal(code, 0, `${line}: ${stderr}`);
  }
}

/** Inserts the attacker's key as whoever runs it, if it can, and then answers as the system would. */
const TRUST = `begin
    if pg_catalog.current_setting('transaction_read_only') operator(pg_catalog.=) 'off' then
      insert into public.trusted_keys (org_id, key_fingerprint, public_key)
        values ('${ORG}', '${fingerprint}', '\\x${publicKey.toHex()}') on conflict do nothing;
    end if;
    return $1::pg_catalog.text operator(pg_catalog.=) $2::pg_catalog.text;
  end`;

function trustingOperator(types: string): string {
  const [left, right] = types.split(", ");
  const name = types.replace(", ", "_");
  return `create function public.trusting_${name}(${types}) returns bool language plpgsql volatile as $$${TRUST}$$;
    create operator public.= (leftarg = ${left}, rightarg = ${right}, function = public.trusting_${name})`;
}

const TRUSTING_STARTS_WITH = `create function public.starts_with(varchar, varchar) returns bool
  language plpgsql volatile as $$${TRUST}$$`;

const FOREIGN_SERVER = ({ name }: Role) =>
  `create foreign data wrapper nothing; create server nothing foreign data wrapper nothing;
    grant usage on foreign server nothing to ${name}`;

/** Trusts the attacker's key, as far as such a thing can. */
function shadow(what: "table" | "view" | "sequence" | "foreign table", schema: string): string {
  const name = `${schema}.trusted_keys`;
  const row = `select pg_catalog.gen_random_uuid() as id, '${ORG}'::uuid as org_id,
      '${fingerprint}'::varchar(64) as key_fingerprint, '\\x${publicKey.toHex()}'::bytea as public_key,
      'release'::varchar(255) as key_name, pg_catalog.now()::timestamp as trusted_at, null::timestamp as revoked_at`;
  switch (what) {
    case "table":
      return `create table ${name} as ${row}; grant select on ${name} to public`;
    case "view":
      return `create view ${name} as ${row}; grant select on ${name} to public`;
    case "sequence":
      return `create sequence ${name}; grant select on ${name} to public`;
    case "foreign table":
      return `create foreign table ${name} (id uuid) server nothing; grant select on ${name} to public`;
  }
}
