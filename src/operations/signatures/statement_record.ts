import type { StatementRecord } from "../../domain/records.ts";
import type { PackageSignature } from "../../domain/signature.ts";
import type { LocalParts } from "../parts.ts";

/** Creates the rows of what signatures state; those that state nothing have none. */
export function toStatementRecords(
  { newId, now }: LocalParts,
  signatures: readonly PackageSignature[],
): readonly StatementRecord[] {
  return signatures.flatMap(({ packageHash, keyFingerprint, statement }) =>
    statement === undefined
      ? []
      : [{ ...statement, id: newId(), packageHash, keyFingerprint, storedAt: now() }]
  );
}
