import type { RunStatement } from "./connection.ts";

/**
 * The number of a table, by the name of its schema ($1) and its own ($2). Asked of the catalogue itself: `to_regclass`
 * may not see yet what was committed while this waited for a lock.
 */
export const OID =
  `(select c.oid from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
  where n.nspname = $1 and c.relname = $2)`;

/** Whether a schema has a table, or anything else, of this name. */
export async function exists(
  run: RunStatement,
  { schema }: { readonly schema: string },
  name: string,
): Promise<boolean> {
  const { rows } = await run(`select ${OID} is not null as found`, [schema, name]);
  return rows[0]?.["found"] === true;
}
