import { API_TOKENS, columnsOf, SIGNING_TABLES } from "../sql/tables.ts";
import type { RunStatement } from "./connection.ts";
import type { Tables } from "./tables.ts";

/** What this role lacks to read the tables, in words; empty where it may read them. */
export interface Lacking {
  /** To read the four signing tables. */
  readonly signing: readonly string[];
  /** To read our own table of API tokens, which only the API needs. */
  readonly apiTokens: readonly string[];
}

const COLUMNS = [...SIGNING_TABLES, API_TOKENS].flatMap((table) =>
  columnsOf(table).map(({ name }) => ({ table: table.name, name }))
);

/** Asks for the columns that are read: SELECT on each of them is as good as on the table. */
export async function readLacking(run: RunStatement, { schema }: Tables): Promise<Lacking> {
  const { rows } = await run(
    `select distinct c.relname::text as name
      from unnest($2::text[], $3::text[]) as used(table_name, column_name)
        join pg_namespace as n on n.nspname = $1
        join pg_class as c on c.relnamespace = n.oid and c.relname = used.table_name
        join pg_attribute as a on a.attrelid = c.oid and a.attname = used.column_name
      where not has_column_privilege(c.oid, a.attnum, 'select')`,
    [schema, arrayOf(COLUMNS.map(({ table }) => table)), arrayOf(COLUMNS.map(({ name }) => name))],
  );
  const names = rows.map((row) => String(row["name"]));
  const lackingOf = (tables: readonly { readonly name: string }[]) =>
    tables.filter(({ name }) => names.includes(name)).map(({ name }) => noSelect(name));
  return { signing: lackingOf(SIGNING_TABLES), apiTokens: lackingOf([API_TOKENS]) };
}

/** Names of our own, which need no quotes. */
function arrayOf(names: readonly string[]): string {
  return `{${names.join(",")}}`;
}

function noSelect(table: string): string {
  return `this role has no SELECT on ${table}`;
}
