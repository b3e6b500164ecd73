import type { Store } from "../../../src/store/store.ts";
import type { RecordBuilder } from "../records.ts";
import { save } from "./opened_store.ts";
import { forOwnTables, type OwnTable, type OwnTables } from "../../../src/store/schema_status.ts";

/** The state of our own tables where all are there. */
export const ALL_OWN_TABLES: OwnTables = forOwnTables(() => ({ isThere: true }));

/** The state of our own tables where none is there. */
export const NO_OWN_TABLES: OwnTables = forOwnTables(() => ({ isThere: false }));

/** The state of our own tables where all but one are there. */
export function ownTablesWithout(missing: OwnTable): OwnTables {
  return { ...ALL_OWN_TABLES, [missing]: { isThere: false } };
}

/** What reads from, and writes to, those that not everybody needs. */
export function usesOfOwnTables(store: Store, make: RecordBuilder) {
  const orgId = make.orgId();
  return {
    "statements": [
      () => store.statementsOf([make.packageHash()]),
      () => store.walkStatements({ after: null, limit: 9 }),
      () => save(store, { statements: [make.statement()] }),
    ],
    "minimum versions": [
      () => store.minimumVersions(orgId, ["any"]),
      () => store.listMinimumVersions({ orgId }, { limit: 9, offset: 0 }),
      () => save(store, { minimumVersions: [make.minimumVersion()] }),
    ],
  };
}
