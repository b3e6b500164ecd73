import type { Refusal } from "../schema_status.ts";
import { ENGINE_MIGRATIONS_TABLE } from "./engine_migrations.ts";

/**
 * What the engine has recorded: which of the migrations of the signing tables are not in it, and whether any others are,
 * which the engine alone runs. Or that there is no record, or why what is there cannot be taken for one.
 */
export type EngineRecord =
  | "absent"
  | { readonly unrecorded: readonly string[]; readonly hasOthers: boolean }
  | { readonly fault: RecordFault };

/** What is wrong with the table, as in "its table … is a view". */
export interface RecordFault extends Refusal {
  readonly state: string;
}

/** The faults that a record may have in every database. */
export const RECORD_FAULTS = {
  /** What is no ordinary table: a view, for one, could say anything, and keep nothing. */
  anotherKind: (kind: string) => strange(`is ${kind}`),
  noVersions: strange("has no column version"),
  /** Versions that are no text. */
  anotherType: (type: string) => strange(`has a column version of type ${type}`),
  /** NULL, which stops the engine. */
  nullVersion: corrupt(
    "has a row without a version",
    "find out who wrote that row, and have it deleted",
  ),
  /** Rules or triggers, because of which nothing is written: what the database would do with a row is not known. */
  rewritten: (by: "rules" | "triggers") =>
    corrupt(`has ${by}`, "find out who created them, and have them dropped"),
} as const;

/** Why what is in the record's place cannot be taken for one; undefined where it can, or nothing is there. */
export function recordFaultOf(record: EngineRecord): RecordFault | undefined {
  return record !== "absent" && "fault" in record ? record.fault : undefined;
}

/** Whether other migrations than ours are recorded. */
export function hasOtherMigrations(record: EngineRecord): boolean {
  return record !== "absent" && "hasOthers" in record && record.hasOthers;
}

/** Which of our versions are known not to be recorded. */
export function unrecordedIn(record: EngineRecord, ours: readonly string[]): readonly string[] {
  if (record === "absent") return ours;
  return "fault" in record ? [] : record.unrecorded;
}

/** The state of a database whose record has a fault, in words. */
export function recordState({ state }: RecordFault): string {
  return `its table ${ENGINE_MIGRATIONS_TABLE} ${state}`;
}

/**
 * Why the engine cannot start on the signing tables, in words; undefined where it can. What is not known counts as a
 * reason, before there are such tables too.
 */
export function engineFaultOf(
  record: EngineRecord,
  ours: readonly string[],
  hasSigningTables: boolean,
): string | undefined {
  const fault = recordFaultOf(record);
  if (fault !== undefined) {
    return `whether the engine can start is unknown, as ${recordState(fault)}`;
  }
  const unrecorded = hasSigningTables ? unrecordedIn(record, ours) : [];
  if (unrecorded.length === 0) return undefined;
  return "the engine cannot start until `cloacina db migrate` has recorded its " +
    `${unrecorded.length === 1 ? "migration" : "migrations"} ${unrecorded.join(" and ")}`;
}

function strange(state: string): RecordFault {
  return corrupt(state, "find out who created it, and have it dropped or renamed");
}

function corrupt(state: string, hint: string): RecordFault {
  return { code: "store_corrupt", state, hint };
}
