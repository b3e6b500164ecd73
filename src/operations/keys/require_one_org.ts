import type { SigningKeyRecord } from "../../domain/records.ts";
import { CloacinaError } from "../../errors.ts";
import type { LocalParts } from "../parts.ts";
import { firstFew } from "../../domain/first_few.ts";

/**
 * Requires that a key pair belongs to a single organisation. Throws `key_integrity`, which names the organisations only
 * if the viewer may see all of them. `action` reads "sign with the key release (ID)".
 */
export function requireOneOrg(
  { viewer }: Pick<LocalParts, "viewer">,
  rows: readonly Pick<SigningKeyRecord, "orgId">[],
  action: string,
): void {
  const orgIds = [...new Set(rows.map(({ orgId }) => orgId))].toSorted();
  if (orgIds.length < 2) return;
  const whose = viewer === null ? ` (${firstFew(orgIds).join(", ")})` : "";
  throw new CloacinaError(
    "key_integrity",
    `Cannot ${action}: its key pair is stored under several organisations${whose}`,
    {
      hint: "somebody copied its row, or it was imported twice; revoke it and generate a new key",
    },
  );
}
