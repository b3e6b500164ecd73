import type { StatementResult } from "./connection.ts";

const COLUMN = "cloacina_is_standby";

/**
 * A column by which an answer says whether it comes from a standby, which may be behind its primary. pgpool-II sends
 * what calls this function to the primary, as it may be one that writes.
 */
export const IS_STANDBY = `pg_catalog.pg_is_in_recovery() as ${COLUMN}`;

/** Whether an answer with that column comes from a standby. */
export function saysStandby({ rows }: StatementResult): boolean {
  return rows.some((row) => row[COLUMN] === true);
}
