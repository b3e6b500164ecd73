import { forOwnTables, type OwnTable } from "../schema_status.ts";
import { columnsOf, type Table } from "../sql/columns.ts";
import { OWN_TABLES, SIGNATURES, SIGNING_TABLES, STATEMENTS, TABLES } from "../sql/tables.ts";
import type { RunStatement } from "./connection.ts";
import type { Tables } from "./tables.ts";

/** What this role lacks to read the tables, in words; empty where it may read them. */
export interface Lacking {
  /** To read what verifying needs: the four signing tables, and what is stated. */
  readonly verifying: readonly string[];
  /** To read each of our own tables. */
  readonly own: Readonly<Record<OwnTable, string | undefined>>;
}

const COLUMNS = TABLES.flatMap((table) =>
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
  const lackOf = ({ name }: Table) => names.includes(name) ? noSelect(name) : undefined;
  return {
    verifying: [...SIGNING_TABLES, STATEMENTS].flatMap((table) => lackOf(table) ?? []),
    own: forOwnTables((own) => lackOf(OWN_TABLES[own])),
  };
}

/** The roles that may log in and read some of the signatures, and nothing of the statements. */
export async function readUngranted(
  run: RunStatement,
  { schema }: Tables,
): Promise<readonly string[]> {
  const { rows } = await run(
    `select r.rolname::text as name
      from pg_roles as r
        join pg_namespace as n on n.nspname = $1
        join pg_class as signed on signed.relnamespace = n.oid and signed.relname = $2
        join pg_class as stated on stated.relnamespace = n.oid and stated.relname = $3
      where r.rolcanlogin
        and has_any_column_privilege(r.oid, signed.oid, 'select')
        and not has_any_column_privilege(r.oid, stated.oid, 'select')
      order by name`,
    [schema, SIGNATURES.name, STATEMENTS.name],
  );
  return rows.map((row) => String(row["name"]));
}

/** Names of our own, which need no quotes. */
function arrayOf(names: readonly string[]): string {
  return `{${names.join(",")}}`;
}

function noSelect(table: string): string {
  return `this role has no SELECT on ${table}`;
}
