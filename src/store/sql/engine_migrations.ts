/** Where the engine's migration runner, diesel, records what it has run. */
export const ENGINE_MIGRATIONS_TABLE = "__diesel_schema_migrations";

/** The columns of that table, as diesel 2 creates it in every database. */
export const ENGINE_MIGRATIONS_COLUMNS =
  "version varchar(50) primary key not null, run_on timestamp not null default current_timestamp";

/**
 * The versions of the engine's migrations that create the signing tables, and the column `org_id` of one of them. The
 * engine runs what is not recorded, and stops for ever where such a table is there already.
 */
export const SIGNING_MIGRATIONS = {
  postgres: ["010", "023"],
  sqlite: ["009", "020"],
} as const;

/** A table that the first of the engine's migrations creates. */
export const ENGINE_TABLE = "contexts";
