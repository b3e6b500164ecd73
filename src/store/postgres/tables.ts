import { CloacinaError } from "../../errors.ts";

/** PostgreSQL cuts longer names off, and would mean another schema. */
const MAX_NAME_BYTES = 63;

/** Where the tables are, and what errors call the database. */
export interface Tables {
  readonly schema: string;
  readonly label: string;
}

/** A table's name in a statement, which no search path has a say in. */
export function qualified({ schema }: Pick<Tables, "schema">, table: string): string {
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
