import { fieldsOf, type Stored } from "../../domain/damaged.ts";
import type { OrgId } from "../../domain/ids.ts";
import type { PackageHash } from "../../domain/package_hash.ts";
import type { SignatureRecord } from "../../domain/records.ts";
import type { StoreReader } from "../../store/store.ts";

/** The stored signatures of a package, of one organisation or of all, damaged ones marked. */
export async function signaturesOfPackage(
  reader: StoreReader,
  hash: PackageHash,
  orgId: OrgId | null,
): Promise<readonly Stored<SignatureRecord>[]> {
  const rows = await reader.withDamaged.signaturesOf(hash);
  return orgId === null
    ? rows
    : rows.filter((row) => fieldsOf<SignatureRecord>(row).orgId === orgId);
}
