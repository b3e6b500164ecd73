import { quoted } from "../../domain/quoted.ts";
import { shownReference } from "../../domain/shown_text.ts";
import { CloacinaError } from "../../errors.ts";
import { SIGNING_NAMES } from "../sql/tables.ts";
import { noAccess } from "../store_errors.ts";
import { COMPARE } from "./database_error.ts";

/** PostgreSQL truncates longer names, which would then name another schema. */
const MAX_NAME_BYTES = 63;

/**
 * What statements run under: names of the system refer to the system's own objects, and to nothing that others created.
 * Where `pg_temp` is not named it comes first, and a temporary table would hide one of the system's (PostgreSQL,
 * section 5.9.3).
 */
export const SAFE_PATH = "set local search_path = pg_catalog, pg_temp";

/** Where the tables are, and how errors name the database. */
export interface Tables {
  readonly schema: string;
  readonly place: string;
  /** The names of the missing ones. */
  readonly missing: readonly string[];
  /** The role that the signing tables belong to, where it has no power over the database; else null. */
  readonly strangeOwner: string | null;
  /** The table in which the engine records its migrations; null where it is missing. */
  readonly engineRecord: { readonly owner: string; readonly isTrusted: boolean } | null;
}

/**
 * A table's name in a statement, which does not depend on the search path. One that was missing is looked for where
 * nobody can create it: in the schema somebody may have created it meanwhile. Throws `store_unavailable` for a signing
 * table that a migration may refuse to create.
 */
export function qualified(tables: Tables, table: string): string {
  const { schema, place, missing } = tables;
  if (!missing.includes(table)) return inSchema(schema, table);
  if (SIGNING_NAMES.includes(table) && hasMore(tables)) {
    throw noAccess(place, `its table ${table} is missing`, { hint: COMPARE });
  }
  return inSchema("pg_catalog", table);
}

/** Whether there are other signing tables, or an engine, whose own migrations create them. */
function hasMore({ missing, engineRecord }: Tables): boolean {
  return engineRecord !== null || SIGNING_NAMES.some((name) => !missing.includes(name));
}

/** A schema's name as messages show it. */
export function schemaShown(schema: string): string {
  return quoted(shownReference(schema));
}

/** The name of a table in a schema. */
export function inSchema(schema: string, table: string): string {
  return `"${schema.replaceAll('"', '""')}".${table}`;
}

/** Text as a constant in a statement, whatever `standard_conforming_strings` is (PostgreSQL, section 4.1.2.2). */
export function quoteText(text: string): string {
  return `E'${text.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
}

/** Throws `invalid_request`. */
export function requireSchemaName(schema: string): void {
  const { length } = new TextEncoder().encode(schema);
  if (length > 0 && length <= MAX_NAME_BYTES && !schema.includes("\0")) return;
  const state = `its name does not have 1 to ${MAX_NAME_BYTES} bytes without a zero byte`;
  throw new CloacinaError(
    "invalid_request",
    `Cannot open the schema ${schemaShown(schema)}: ${state}`,
  );
}
