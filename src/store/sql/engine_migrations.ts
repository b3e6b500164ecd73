import type { Refusal } from "../store.ts";

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

/**
 * What is recorded: which of the migrations of the signing tables are not, and whether any others are, which the engine
 * alone runs. Or that there is no record, or why what is there cannot be taken for one.
 */
export type EngineRecord =
  | "absent"
  | { readonly unrecorded: readonly string[]; readonly hasOthers: boolean }
  | { readonly fault: RecordFault };

/** What is wrong with the table, as in "its table … is a view". */
export interface RecordFault extends Refusal {
  readonly state: string;
}

/** The hint for what stands in the record's place. */
const WHO_MADE_IT = "find out who created it, and have it dropped or renamed";

/** The fault of a record in which a version is NULL, which stops the engine. */
export const NULL_VERSION: RecordFault = {
  code: "store_corrupt",
  state: "has a row without a version",
  hint: "find out who wrote that row, and have it deleted",
};

/** The fault of what is no ordinary table: a view, for one, could say anything, and keep nothing. */
export function anotherKind(kind: string): RecordFault {
  return { code: "store_corrupt", state: `is ${kind}`, hint: WHO_MADE_IT };
}

/** The fault of a table without versions. */
export const NO_VERSIONS: RecordFault = {
  code: "store_corrupt",
  state: "has no column version",
  hint: WHO_MADE_IT,
};

/** Whether other migrations than ours are recorded. */
export function hasOtherMigrations(record: EngineRecord): boolean {
  return record !== "absent" && "hasOthers" in record && record.hasOthers;
}

/** Which of our versions are known not to be recorded. */
export function unrecordedIn(record: EngineRecord, ours: readonly string[]): readonly string[] {
  if (record === "absent") return ours;
  return "fault" in record ? [] : record.unrecorded;
}

/** Why nothing is written to a table that has rules or triggers: what the database would do with a row is not known. */
export function rewritten(by: "rules" | "triggers"): RecordFault {
  return {
    code: "store_corrupt",
    state: `has ${by}`,
    hint: "find out who created them, and have them dropped",
  };
}

/** The fault of a table whose versions are no text. */
export function anotherType(type: string): RecordFault {
  const state = `has a column version of type ${type}`;
  return { code: "store_corrupt", state, hint: WHO_MADE_IT };
}

/** The state of a database whose record has a fault, in words. */
export function recordState({ state }: RecordFault): string {
  return `its table ${ENGINE_MIGRATIONS_TABLE} ${state}`;
}

/** The hint where what was created is not what was wanted. */
export const MADE_OTHERWISE =
  "find out what changes what is created there, such as a trigger, a rule or a default";

/**
 * Why the engine cannot start on the signing tables, in words; undefined where it can. What is not known counts as a
 * reason, before there are such tables too.
 */
export function engineFaultOf(
  record: EngineRecord,
  ours: readonly string[],
  hasSigningTables: boolean,
): string | undefined {
  if (record !== "absent" && "fault" in record) {
    return `whether the engine can start is unknown, as ${recordState(record.fault)}`;
  }
  const unrecorded = hasSigningTables ? unrecordedIn(record, ours) : [];
  if (unrecorded.length === 0) return undefined;
  return "the engine cannot start until `cloacina db migrate` has recorded its " +
    `${unrecorded.length === 1 ? "migration" : "migrations"} ${unrecorded.join(" and ")}`;
}
