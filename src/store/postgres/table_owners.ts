import { API_TOKENS_TABLE, SIGNING_TABLES } from "../migrations/postgres.ts";
import type { RunStatement } from "./connection.ts";
import type { Tables } from "./tables.ts";

const SIGNING_NAMES = SIGNING_TABLES.map(({ name }) => name);

/**
 * What is wrong with the owners of the tables, by table. Whoever may create in the schema can make a table that is
 * missing, with rows and triggers of their own: so all belong to one role, or to who has power over the schema anyway,
 * or to the role that asks.
 */
export async function strangeOwners(
  run: RunStatement,
  { schema }: Tables,
): Promise<ReadonlyMap<string, string>> {
  const signing = `{${SIGNING_NAMES.join(",")}}`;
  const { rows } = await run(STRANGE, [schema, signing, API_TOKENS_TABLE.name]);
  return new Map(rows.map(({ name, owner, other_name, other_owner }) => [
    String(name),
    `${name} belongs to ${owner}, and ${other_name} to ${other_owner}`,
  ]));
}

const STRANGE = `
  select distinct on (c.relname) c.relname::text as name, pg_get_userbyid(c.relowner)::text as owner,
    other.relname::text as other_name, pg_get_userbyid(other.relowner)::text as other_owner
  from pg_class as c
    join pg_namespace as n on n.oid = c.relnamespace
    join pg_class as other on other.relnamespace = n.oid and other.relname = any ($2::name[])
    join pg_roles as role on role.oid = c.relowner
    join pg_database as d on d.datname = current_database()
  where n.nspname = $1 and (c.relname = any ($2::name[]) or c.relname = $3)
    and c.relowner <> other.relowner and role.rolname <> current_user and not role.rolsuper
    and c.relowner <> d.datdba and not pg_has_role(c.relowner, n.nspowner, 'member')
  order by c.relname, other.relname`;
