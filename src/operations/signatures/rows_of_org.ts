import { fieldsOf, type Stored } from "../../domain/damaged.ts";
import type { OrgId } from "../../domain/ids.ts";
import type { SignatureRecord } from "../../domain/records.ts";

/** Those of one organisation; with null, all. */
export function rowsOfOrg(
  rows: readonly Stored<SignatureRecord>[],
  orgId: OrgId | null,
): readonly Stored<SignatureRecord>[] {
  return orgId === null
    ? rows
    : rows.filter((row) => fieldsOf<SignatureRecord>(row).orgId === orgId);
}
