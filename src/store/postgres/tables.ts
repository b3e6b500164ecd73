import { CloacinaError } from "../../errors.ts";

/** PostgreSQL cuts longer names off, and would mean another schema. */
const MAX_NAME_BYTES = 63;

/** How the tables are called in a statement. */
export type TableNames = (table: string) => string;

/** Tables of a schema, or with null those that the role's search path leads to. Throws `invalid_request`. */
export function tableNames(schema: string | null): TableNames {
  if (schema === null) return (table) => table;
  requireName(schema);
  return (table) => `"${schema.replaceAll('"', '""')}".${table}`;
}

function requireName(schema: string): void {
  const { length } = new TextEncoder().encode(schema);
  if (length > 0 && length <= MAX_NAME_BYTES && !schema.includes("\0")) return;
  throw new CloacinaError(
    "invalid_request",
    `Cannot use the database schema: its name has not 1 to ${MAX_NAME_BYTES} bytes, none of them zero`,
  );
}
