import { TABLES } from "../../../src/store/sql/tables.ts";

/** The names of all tables that a migration makes, as a statement lists them. */
export const TABLE_NAMES: readonly string[] = TABLES.map(({ name }) => name);
