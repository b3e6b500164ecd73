import { fieldsOf } from "../../domain/damaged.ts";
import type { SignatureRecord } from "../../domain/records.ts";
import type { SignatureChoice } from "../../domain/stored_signature.ts";
import type { ReadRow } from "../../domain/read_row.ts";
import type { StoreReader } from "../../store/store.ts";

/** Finds a stored signature, also one whose row is damaged; null if there is none. */
export async function findStored(
  { withDamaged }: StoreReader,
  choice: SignatureChoice,
): Promise<ReadRow<SignatureRecord> | null> {
  if ("id" in choice) return await withDamaged.signature(choice.id);
  const rows = await withDamaged.signaturesOf(choice.packageHash);
  const { keyFingerprint } = choice;
  return rows.find((row) => fieldsOf<SignatureRecord>(row).keyFingerprint === keyFingerprint) ??
    null;
}
