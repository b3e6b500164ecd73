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

/** The versions that are recorded; or that the table is absent, or cannot be read. */
export type EngineRecord = readonly string[] | "absent" | "unreadable";

/** Which of our versions are known not to be recorded. */
export function unrecordedIn(record: EngineRecord, ours: readonly string[]): readonly string[] {
  if (record === "unreadable") return [];
  return record === "absent" ? ours : ours.filter((version) => !record.includes(version));
}

/** Whether other migrations than ours are recorded, which the engine alone runs. */
export function hasOtherMigrations(
  record: readonly string[],
  ours: readonly string[],
): boolean {
  return record.some((version) => !ours.includes(version));
}

/** Why the engine cannot start on the signing tables, in words; undefined where it can, as far as is known. */
export function engineFaultOf(unrecorded: readonly string[]): string | undefined {
  if (unrecorded.length === 0) return undefined;
  return "the engine cannot start until `cloacina db migrate` has recorded its " +
    `${unrecorded.length === 1 ? "migration" : "migrations"} ${unrecorded.join(" and ")}`;
}
