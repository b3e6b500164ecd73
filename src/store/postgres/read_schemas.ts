import { ENGINE_MIGRATIONS_TABLE } from "../sql/engine_migrations.ts";
import { TABLES } from "../sql/tables.ts";
import type { RunStatement } from "./connection.ts";
import { quoteText, SAFE_PATH } from "./tables.ts";

/** A schema, its owner, and what it has under one of the names. */
export interface FoundSchema extends Owned {
  readonly schema: string;
  readonly tables: readonly FoundTable[];
}

/** A table, or anything else that has its name. */
export interface FoundTable extends Owned {
  readonly name: string;
}

interface Owned {
  readonly owner: string;
  /** Whether its owner can act as this role, or as one that has power over it anyway. */
  readonly isTrusted: boolean;
}

/** Where to look: in the one schema, or with null on the search path, of which null is the role's own. */
export interface Where {
  readonly schema: string | null;
  readonly searchPath: string | null;
}

/**
 * The schema, or those of the search path, if they are there and this role may use them, in order, as the server itself
 * reads it. Only here is that path in force, for one statement in which every name and every operator says its schema.
 */
export async function readSchemas(
  run: RunStatement,
  where: Where,
): Promise<readonly FoundSchema[]> {
  const path = where.searchPath === null ? "null" : quoteText(where.searchPath);
  const { rows } = await run(
    `select pg_catalog.set_config('search_path', ${path}, true); ${places(where)}; ${SAFE_PATH}`,
  );
  return Array.from(Map.groupBy(rows, ({ schema }) => String(schema)), ([schema, found]) => ({
    schema,
    owner: String(found[0]?.["schema_owner"]),
    isTrusted: found[0]?.["is_trusted_schema"] === true,
    tables: found.filter(({ name }) => name !== null).map(toFoundTable),
  }));
}

function toFoundTable(row: Readonly<Record<string, unknown>>): FoundTable {
  return {
    name: String(row["name"]),
    owner: String(row["owner"]),
    isTrusted: row["is_trusted"] === true,
  };
}

const NAMES = TABLES.map(({ name }) => name)
  .concat(ENGINE_MIGRATIONS_TABLE).map(quoteText).join(", ");

function places({ schema }: Where): string {
  const schemas = schema === null
    ? "pg_catalog.current_schemas(false)"
    : `array[${quoteText(schema)}]::pg_catalog.name[]`;
  return `
    select place.schema, c.relname as name,
      pg_catalog.pg_get_userbyid(n.nspowner) as schema_owner,
      ${hasPower("n.nspowner")} as is_trusted_schema,
      pg_catalog.pg_get_userbyid(c.relowner) as owner,
      ${hasPower("c.relowner")} or ${isMember("c.relowner", "n.nspowner")} as is_trusted
    from pg_catalog.unnest(${schemas}) with ordinality as place(schema, position)
    join pg_catalog.pg_namespace as n on n.nspname operator(pg_catalog.=) place.schema
      and pg_catalog.has_schema_privilege(n.oid, 'usage')
    join pg_catalog.pg_database as d on d.datname operator(pg_catalog.=) pg_catalog.current_database()
    left join pg_catalog.pg_class as c on c.relnamespace operator(pg_catalog.=) n.oid
      and c.relname operator(pg_catalog.=) any (array[${NAMES}]::pg_catalog.name[])
    order by place.position`;
}

/**
 * A superuser is a member of every role. That this role is a member of another one proves nothing: until PostgreSQL 15
 * anybody may make any role a member of their own.
 */
function hasPower(owner: string): string {
  return `(${isMember(owner, "d.datdba")} or ${isMember(owner, "current_user")}
    or pg_catalog.pg_get_userbyid(${owner}) operator(pg_catalog.=) 'pg_database_owner')`;
}

function isMember(role: string, group: string): string {
  return `pg_catalog.pg_has_role(${role}, ${group}, 'member')`;
}
