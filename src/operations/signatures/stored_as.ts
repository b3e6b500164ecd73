import type { SignatureRecord } from "../../domain/records.ts";
import type { PackageSignature } from "../../domain/signature.ts";
import { requireSound } from "../../domain/read_row.ts";
import type { StoreReader } from "../../store/store.ts";
import { findStored } from "./find_stored.ts";

/** The row of a signature that was just saved. Throws `store_corrupt` if it is damaged. */
export async function storedAs(
  reader: StoreReader,
  { packageHash, keyFingerprint }: Pick<PackageSignature, "packageHash" | "keyFingerprint">,
): Promise<SignatureRecord> {
  const row = await findStored(reader, { packageHash, keyFingerprint });
  return requireSound(row!);
}
