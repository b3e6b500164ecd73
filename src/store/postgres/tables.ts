import { CloacinaError } from "../../errors.ts";

/** PostgreSQL cuts longer names off, and would mean another schema. */
const MAX_NAME_BYTES = 63;

/** Where the tables are, and what errors call the database. */
export interface Tables {
  readonly schema: string;
  readonly label: string;
  /** The names of those that are not there. */
  readonly missing: readonly string[];
  /** The role that the signing tables belong to, where it has no power over the database; else null. */
  readonly strangeOwner: string | null;
}

/**
 * A table's name in a statement, which no search path has a say in. One that was missing is looked for where nobody can
 * make it: in its own place somebody may have made it meanwhile.
 */
export function qualified({ schema, missing }: Tables, table: string): string {
  return inSchema(missing.includes(table) ? "pg_catalog" : schema, table);
}

/** The name of a table in a schema. */
export function inSchema(schema: string, table: string): string {
  return `"${schema.replaceAll('"', '""')}".${table}`;
}

/** Throws `invalid_request`. */
export function requireSchemaName(schema: string): void {
  const { length } = new TextEncoder().encode(schema);
  if (length > 0 && length <= MAX_NAME_BYTES && !schema.includes("\0")) return;
  throw new CloacinaError(
    "invalid_request",
    `Cannot use the database schema: its name has not 1 to ${MAX_NAME_BYTES} bytes, none of them zero`,
  );
}
