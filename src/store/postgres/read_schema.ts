import type { EngineRecord } from "../sql/engine_record.ts";
import { OWN_TABLES, SIGNING_TABLES, TABLES } from "../sql/tables.ts";
import {
  OWN_TABLE_NAMES,
  type OwnTable,
  type OwnTables,
  type SchemaStatus,
} from "../schema_status.ts";
import { exists, OID } from "./catalogue.ts";
import type { RunStatement } from "./connection.ts";
import { hasEngine, readEngineRecord } from "./engine_record.ts";
import { differencesOf } from "./table_differences.ts";
import { type Lacking, readLacking } from "./privileges.ts";
import type { Tables } from "./tables.ts";

/** The four tables, and each of our own, judged separately. */
export interface SchemaFindings {
  readonly owner: SchemaStatus["owner"];
  /** Whether one of the four names is taken. */
  readonly hasAnySigningTable: boolean;
  readonly ownTables: OwnTables;
  readonly engineRecord: EngineRecord;
  /** What is wrong with the four; empty where they are ready. */
  readonly signingProblems: readonly string[];
  /** What is wrong with our own tables; nothing is with one that is missing. */
  readonly ownProblems: readonly string[];
  /** The tables of which this role may not see all rows. */
  readonly hidden: readonly string[];
  /** The privileges that this role lacks. */
  readonly lacking: Lacking;
}

/** Compares the tables with what they should be, in the columns that are used. Additional columns are ignored. */
export async function readSchema(run: RunStatement, tables: Tables): Promise<SchemaFindings> {
  const engineRecord = await readEngineRecord(run, tables);
  const signingProblems: string[] = [];
  let hasAnySigningTable = false;
  for (const table of SIGNING_TABLES) {
    const isPresent = await exists(run, tables, table.name);
    hasAnySigningTable ||= isPresent;
    const problems = isPresent
      ? await differencesOf(run, table, tables)
      : [`${table.name} is missing`];
    signingProblems.push(...problems);
  }
  const hasSigningTables = signingProblems.length === 0;
  const isEngine = await hasEngine(run, tables, engineRecord);
  const lacking = await readLacking(run, tables);
  const { ownTables, ownProblems } = await readOwnTables(run, tables, lacking);
  return {
    owner: isEngine ? "engine" : hasSigningTables ? "cloacina" : "nobody",
    ...{ hasAnySigningTable, engineRecord, signingProblems, ownTables, ownProblems, lacking },
    hidden: await readHidden(run, tables),
  };
}

async function readOwnTables(
  run: RunStatement,
  tables: Tables,
  { own: lacking }: Lacking,
): Promise<Pick<SchemaFindings, "ownTables" | "ownProblems">> {
  const states: Partial<Record<OwnTable, OwnTables[OwnTable]>> = {};
  const ownProblems: string[] = [];
  for (const own of OWN_TABLE_NAMES) {
    const table = OWN_TABLES[own];
    const isThere = await exists(run, tables, table.name);
    const fault = lacking[own];
    states[own] = { isThere, ...(fault !== undefined && { fault }) };
    if (isThere) ownProblems.push(...await differencesOf(run, table, tables));
  }
  return { ownTables: states as OwnTables, ownProblems };
}

/** The tables whose row-level security counts for this role. */
async function readHidden(run: RunStatement, { schema }: Tables): Promise<readonly string[]> {
  const hidden = [];
  for (const { name } of TABLES) {
    const { rows } = await run(
      `select from pg_class where oid = ${OID} and relkind <> 'v' and row_security_active(oid)`,
      [schema, name],
    );
    if (rows.length > 0) hidden.push(name);
  }
  return hidden;
}
