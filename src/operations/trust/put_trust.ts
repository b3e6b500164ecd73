import type { ChangeEvent } from "../../domain/audit_event.ts";
import type { TrustedKeyRecord } from "../../domain/records.ts";
import { CloacinaError } from "../../errors.ts";
import { equalBytes } from "../../formats/bytes.ts";
import { type DamagedRow, isDamagedRow } from "../../domain/read_row.ts";
import type { StoreWriter } from "../../store/store.ts";
import { trustedKeyEvent } from "../events.ts";

/** The row of a trusted key, whether it was just written, with its events, and when it had been revoked. */
interface PutTrust {
  readonly row: TrustedKeyRecord;
  readonly isNew: boolean;
  readonly revokedAt: Date | null;
  readonly events: readonly ChangeEvent[];
}

/**
 * Makes an organisation trust a key: adds a row, or reactivates a revoked one, which may be damaged, and keeps its name
 * unless another is wanted. An active row is not changed. Throws `key_integrity` if the row for this fingerprint has another public key, and `store_corrupt` if it is
 * damaged.
 */
export async function putTrust(
  writer: StoreWriter,
  wanted: TrustedKeyRecord,
): Promise<PutTrust> {
  const [found] = await writer.withDamaged.trustedKeysOf([wanted.orgId], [wanted.fingerprint]);
  if (found !== undefined && isDamagedRow<TrustedKeyRecord>(found)) {
    return await replaceDamaged(writer, wanted, found);
  }
  const row = found;
  if (row !== undefined && !equalBytes(row.publicKey, wanted.publicKey)) throw lying(row);
  if (row?.revokedAt === null) return { row, isNew: false, revokedAt: null, events: [] };
  const written = { ...wanted, id: row?.id ?? wanted.id, name: wanted.name ?? row?.name ?? null };
  await writer.saveTrustedKey(written);
  const events = [trustedKeyEvent("key.trusted.added", written)];
  return { row: written, isNew: true, revokedAt: row?.revokedAt ?? null, events };
}

/** Only after it was revoked, so that a row that nobody can read does not count again unnoticed. */
async function replaceDamaged(
  writer: StoreWriter,
  wanted: TrustedKeyRecord,
  { intact: { id, name, revokedAt }, error }: DamagedRow<TrustedKeyRecord>,
): Promise<PutTrust> {
  if (revokedAt === null || id === undefined) throw error;
  const row = { ...wanted, id, name: wanted.name ?? name ?? null };
  await writer.saveTrustedKey(row);
  const events = [trustedKeyEvent("key.trusted.added", row)];
  return { row, isNew: true, revokedAt: revokedAt ?? null, events };
}

function lying({ fingerprint, orgId }: TrustedKeyRecord): CloacinaError {
  return new CloacinaError(
    "key_integrity",
    `Cannot trust the key ${fingerprint}: the row of organisation ${orgId} for it has another public key`,
    { hint: "somebody changed this row of trusted_keys, or it is damaged" },
  );
}
