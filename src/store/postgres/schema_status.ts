import { MIGRATE_ALL } from "../../domain/store_hints.ts";
import { SIGNING_MIGRATIONS } from "../sql/engine_migrations.ts";
import { engineFaultOf } from "../sql/engine_record.ts";
import type { SchemaStatus } from "../schema_status.ts";
import type { RunStatement } from "./connection.ts";
import { hidesRows, migrationRefusal } from "./migration_refusal.ts";
import { readSchema, type SchemaFindings } from "./read_schema.ts";
import type { Tables } from "./tables.ts";

/** The state of the tables, as `db status` shows it. */
export async function readSchemaStatus(run: RunStatement, tables: Tables): Promise<SchemaStatus> {
  return toStatus(await readSchema(run, tables), tables);
}

/** What was found, as `db status` shows it. */
function toStatus(found: SchemaFindings, { schema, strangeOwner }: Tables): SchemaStatus {
  const { owner, ownTables, engineRecord, signingProblems, ownProblems, hidden, lacking } = found;
  const problems = [
    ...signingProblems,
    ...ownProblems,
    ...lacking.verifying,
    ...hidden.map(hidesRows),
  ];
  const hasSigningTables = signingProblems.length === 0;
  const engineFault = engineFaultOf(engineRecord, SIGNING_MIGRATIONS.postgres, hasSigningTables);
  const { code, hint } = migrationRefusal(found) ??
    { code: "store_corrupt", hint: MIGRATE_ALL } as const;
  return {
    ...{ schema, owner, isReady: problems.length === 0, ownTables, problems },
    ...(strangeOwner !== null && { strangeOwner }),
    ...(engineFault !== undefined && { engineFault }),
    ...((problems.length > 0 || engineFault !== undefined) && { refusal: { code, hint } }),
  };
}
