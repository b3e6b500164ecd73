import { execute } from "../../testkit/postgres_database.ts";
import type { DatabaseServer } from "../../testkit/postgres_database.ts";

/** A role of one database, with what connects as it. */
export interface Role {
  readonly name: string;
  /** Its URL; `search` are parameters. */
  readonly url: (search?: string) => string;
}

/** Runs work with roles that may log in, and drops them with all that they made in the database. */
export async function withRoles(
  server: DatabaseServer,
  database: string,
  work: (operator: Role, attacker: Role) => Promise<void>,
): Promise<void> {
  const names = ["operator", "attacker"].map((name) => `${name}_${database}`) as [string, string];
  const admin = server.url(database);
  const quoted = `'${decodeURIComponent(new URL(admin).password).replaceAll("'", "''")}'`;
  for (const name of names) {
    await execute(admin, `create role ${name} login password ${quoted}`);
  }
  const [operator, attacker] = names.map((user) => ({
    name: user,
    url: (search = "") => server.url(database, { user, search }),
  })) as [Role, Role];
  try {
    await work(operator, attacker);
  } finally {
    for (const name of names) {
      await execute(admin, `drop owned by ${name} cascade; drop role ${name}`);
    }
  }
}

/** As every database has it that began on PostgreSQL 14 or older. */
export const ANYBODY_MAY_CREATE = "grant create, usage on schema public to public";

const TYPES = [
  ...["varchar", "text", "name", "uuid", "bytea", "timestamp", "timestamptz"],
  ...["int2", "int4", "int8", "oid", "bool", '"char"'],
].map((type) => type === '"char"' ? 'pg_catalog."char"' : `pg_catalog.${type}`);

const OPERATORS = ["=", "<>", "<", "<=", ">", ">="];

/** Functions that a statement may call, by the types that they take, with what they return. */
const FUNCTIONS: readonly (readonly [name: string, takes: string, returns: string])[] = [
  ["starts_with", "varchar, varchar", "bool"],
  ["starts_with", "varchar, text", "bool"],
  ["starts_with", "text, text", "bool"],
  ["set_config", "text, text, bool", "text"],
  ["current_setting", "text", "text"],
  ["current_schemas", "bool", "name[]"],
  ["unnest", "name[]", "setof name"],
  ["array_to_string", "name[], text", "text"],
  ["pg_advisory_xact_lock", "int8", "void"],
  ["pg_is_in_recovery", "", "bool"],
  ["pg_has_role", "oid, oid, text", "bool"],
  ["pg_has_role", "oid, name, text", "bool"],
  ["pg_get_userbyid", "oid", "name"],
  ["current_database", "", "name"],
  ["to_regclass", "text", "regclass"],
  ["format_type", "oid, int4", "text"],
  ["quote_ident", "text", "text"],
  ["quote_ident", "name", "text"],
  ["lpad", "text, int4, text", "text"],
  ["to_hex", "int4", "text"],
  ["generate_series", "int4, int4", "setof int4"],
  ["gen_random_uuid", "", "uuid"],
  ["string_agg", "text, text", "text"],
  ["array_agg", "text", "text[]"],
  ["concat", "text, text", "text"],
  ["length", "bytea", "int4"],
  ["octet_length", "bytea", "int4"],
  ["now", "", "timestamptz"],
];

/** Tables of the system that a statement may read. */
const CATALOGUES = [
  "pg_class",
  "pg_namespace",
  "pg_attribute",
  "pg_index",
  "pg_database",
  "pg_roles",
  "pg_settings",
];

/** Whatever of this runs says so, and stops what ran it. */
const ALARM = (what: string) =>
  `language plpgsql volatile as $alarm$ begin raise exception 'planted: ${
    what.replaceAll("'", "")
  }'; end $alarm$`;

/** What somebody may plant who may create in a schema: operators, functions, an aggregate, casts, types, tables. */
export const PLANTED = [
  ...TYPES.flatMap((type, index) => [
    `create function public.compare_${index}(${type}, ${type}) returns bool ${ALARM(`= ${type}`)}`,
    `create function public.compare_array_${index}(${type}, ${type}[]) returns bool ${
      ALARM(`= ${type}[]`)
    }`,
    ...OPERATORS.map((operator) =>
      `create operator public.${operator} (leftarg = ${type}, rightarg = ${type}, function = public.compare_${index})`
    ),
    `create operator public.= (leftarg = ${type}, rightarg = ${type}[], function = public.compare_array_${index})`,
  ]),
  ...["varchar, text", "text, varchar"].flatMap((types, index) => [
    `create function public.mixed_${index}(${types}) returns bool ${ALARM(`= ${types}`)}`,
    ...OPERATORS.map((operator) =>
      `create operator public.${operator} (leftarg = ${types.split(", ")[0]}, rightarg = ${
        types.split(", ")[1]
      }, function = public.mixed_${index})`
    ),
  ]),
  ...FUNCTIONS.map(([name, takes, returns]) =>
    `create function public.${name}(${takes}) returns ${returns} ${ALARM(name)}`
  ),
  `create function public.counted(int8) returns int8 ${ALARM("count")}`,
  "create aggregate public.count(*) (sfunc = public.counted, stype = int8, initcond = '0')",
  // Casts: a type of one's own may be cast from and to any other, without being asked.
  "create type public.shadow as (value text)",
  ...["varchar", "text", "uuid", "bytea"].flatMap((type) => [
    `create function public.to_shadow(${type}) returns public.shadow ${ALARM(`cast from ${type}`)}`,
    `create cast (${type} as public.shadow) with function public.to_shadow(${type}) as implicit`,
    `create function public.from_shadow_${type}(public.shadow) returns ${type} ${
      ALARM(`cast to ${type}`)
    }`,
    `create cast (public.shadow as ${type}) with function public.from_shadow_${type}(public.shadow) as implicit`,
  ]),
  `create function public.shadows(public.shadow, public.shadow) returns bool ${ALARM("shadow")}`,
  "create operator public.= (leftarg = public.shadow, rightarg = public.shadow, function = public.shadows)",
  ...["varchar", "text", "uuid"].flatMap((type) => [
    `create function public.shadows(public.shadow, ${type}) returns bool ${
      ALARM(`shadow ${type}`)
    }`,
    `create operator public.= (leftarg = public.shadow, rightarg = ${type}, function = public.shadows)`,
    `create function public.shadows(${type}, public.shadow) returns bool ${
      ALARM(`${type} shadow`)
    }`,
    `create operator public.= (leftarg = ${type}, rightarg = public.shadow, function = public.shadows)`,
  ]),
  ...CATALOGUES.map((name) => `create table public.${name} (oid int, why text)`),
  ...["uuid", "bytea", "timestamp", "name", "text"].map((type) =>
    `create domain public.${type} as pg_catalog.int4`
  ),
  'create collation public."C" from "POSIX"',
].join(";\n");
