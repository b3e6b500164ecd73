import { SIGNING_NAMES } from "../sql/tables.ts";
import type { RunStatement } from "./connection.ts";
import { quoteText, type Tables } from "./tables.ts";

/** The schema in which the engine's server looks where its URL names none. */
const SERVERS = "public";

/** As `Store.isTenants`. Everybody may read in the catalogue which tables there are. */
export async function isTenants(run: RunStatement, { schema }: Tables): Promise<boolean> {
  if (schema === SERVERS) return false;
  const names = SIGNING_NAMES.map(quoteText).join(", ");
  const { rows } = await run(
    `select from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
      where n.nspname <> $1 and c.relname in (${names}) and c.relkind in ('r', 'p', 'v')
      group by n.oid having count(*) = ${SIGNING_NAMES.length} limit 1`,
    [schema],
  );
  return rows.length > 0;
}
