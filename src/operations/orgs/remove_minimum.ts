import type { MinimumName } from "../../contract/orgs.ts";
import type { ChangeEvent } from "../../domain/audit_event.ts";
import type { OrgId } from "../../domain/ids.ts";
import { fieldsOf, isDamaged, type Stored } from "../../domain/damaged.ts";
import { quoted } from "../../domain/quoted.ts";
import type { MinimumVersionRecord } from "../../domain/records.ts";
import { shownReference } from "../../domain/shown_text.ts";
import { CloacinaError } from "../../errors.ts";
import { damagedReason } from "../events.ts";
import type { LocalParts } from "../parts.ts";
import { transact } from "../transact.ts";

/**
 * Removes the minimum version of a name, also one whose row is damaged: the next package that is accepted sets it anew.
 * Of several files that claim to be it, all are removed, and the last is returned. Throws `minimum_not_found`.
 */
export async function removeMinimum(
  parts: LocalParts,
  { orgId, name }: MinimumName,
): Promise<Stored<MinimumVersionRecord>> {
  return await transact(parts, {}, async (writer) => {
    await writer.lock("minimum versions");
    const rows = await writer.removeMinimumVersion(orgId, name);
    const last = rows.at(-1);
    if (last === undefined) throw notFound(orgId, name);
    return { result: last, events: rows.map((row) => removedEvent(orgId, name, row)) };
  });
}

function removedEvent(
  orgId: OrgId,
  packageName: string,
  row: Stored<MinimumVersionRecord>,
): ChangeEvent {
  const { version } = fieldsOf(row);
  return {
    type: "minimum_version.removed",
    ...{ orgId, packageName },
    ...(version !== undefined && { packageVersion: version }),
    ...(isDamaged(row) && { reason: damagedReason(row) }),
  };
}

function notFound(orgId: string, name: string): CloacinaError {
  return new CloacinaError(
    "minimum_not_found",
    `Cannot remove the minimum version of ${
      quoted(shownReference(name))
    }: organisation ${orgId} has none`,
    { hint: "`cloacina orgs list-minimums` shows those that there are" },
  );
}
