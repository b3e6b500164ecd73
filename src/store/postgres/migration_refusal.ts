import { GRANT_IT } from "../../domain/store_hints.ts";
import { recordFaultOf, recordState } from "../sql/engine_record.ts";
import type { Refusal } from "../schema_status.ts";
import { SEE_ALL_ROWS } from "./database_error.ts";
import type { SchemaFindings } from "./read_schema.ts";

/** Why nothing is created, with the state of the database in words. */
export interface MigrationRefusal extends Refusal {
  readonly state: string;
}

/**
 * Why a migration would be refused: where a table is there that is not as it should be, or is not known to be. Null
 * where it would create what is missing.
 */
export function migrationRefusal(schema: SchemaFindings): MigrationRefusal | null {
  const { engineRecord, hidden, lacking } = schema;
  const fault = recordFaultOf(engineRecord);
  if (fault !== undefined) return { ...fault, state: recordState(fault) };
  const others = othersIn(schema);
  if (others !== null) return others;
  const code = "insufficient_permissions";
  if (lacking.verifying.length > 0) {
    return { code, state: lacking.verifying.join(", "), hint: GRANT_IT };
  }
  if (hidden.length === 0) return null;
  return { code, state: hidden.map(hidesRows).join(", "), hint: SEE_ALL_ROWS };
}

/** A table of which this role may not see all rows, as a problem. */
export function hidesRows(table: string): string {
  return `${table} has row-level security, which may hide rows from this role`;
}

function othersIn(
  { owner, hasAnySigningTable, signingProblems, ownProblems }: SchemaFindings,
): MigrationRefusal | null {
  const differences = signingProblems.join(", ");
  if (owner === "engine" && differences !== "") {
    // What it has run of its migrations is not known to fit what would be created here.
    const hint = "upgrade the engine: its own migrations create these tables";
    return { code: "store_corrupt", state: `it belongs to the engine, and ${differences}`, hint };
  }
  const another = "it has tables of another application:";
  if (hasAnySigningTable && differences !== "") {
    const hint =
      "use another database, or a schema of their own: --db-schema here, and search_path in the " +
      "engine's URL";
    return { code: "store_corrupt", state: `${another} ${differences}`, hint };
  }
  if (ownProblems.length === 0) return null;
  const hint = "have that table renamed, or use another database";
  return { code: "store_corrupt", state: `${another} ${ownProblems.join(", ")}`, hint };
}
