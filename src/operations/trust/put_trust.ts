import type { ChangeEvent } from "../../domain/audit_event.ts";
import type { TrustedKeyRecord } from "../../domain/records.ts";
import { CloacinaError } from "../../errors.ts";
import { equalBytes } from "../../formats/bytes.ts";
import type { StoreWriter } from "../../store/store.ts";
import { trustedKeyEvent } from "../events.ts";

/** The row of a trusted key, whether it was just written, with its events, and when it had been revoked. */
export interface PutTrust {
  readonly row: TrustedKeyRecord;
  readonly isNew: boolean;
  readonly revokedAt: Date | null;
  readonly events: readonly ChangeEvent[];
}

/**
 * Makes an organisation trust a key: adds a row, or reactivates a revoked one. An active row is not changed. Throws
 * `key_integrity` if the row for this fingerprint has another public key.
 */
export async function putTrust(
  writer: StoreWriter,
  wanted: TrustedKeyRecord,
): Promise<PutTrust> {
  const [row] = await writer.findTrustedKeys(wanted.fingerprint, [wanted.orgId]);
  if (row !== undefined && !equalBytes(row.publicKey, wanted.publicKey)) throw lying(row);
  if (row?.revokedAt === null) return { row, isNew: false, revokedAt: null, events: [] };
  await writer.saveTrustedKey(wanted);
  const written = { ...wanted, id: row?.id ?? wanted.id };
  const events = [trustedKeyEvent("key.trusted.added", written)];
  return { row: written, isNew: true, revokedAt: row?.revokedAt ?? null, events };
}

function lying({ fingerprint, orgId }: TrustedKeyRecord): CloacinaError {
  return new CloacinaError(
    "key_integrity",
    `Cannot trust the key ${fingerprint}: the row of organisation ${orgId} for it has another public key`,
    { hint: "somebody changed this row of trusted_keys, or it is damaged" },
  );
}
