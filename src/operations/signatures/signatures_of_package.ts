import type { OrgId } from "../../domain/ids.ts";
import type { PackageHash } from "../../domain/package_hash.ts";
import type { SignatureRecord } from "../../domain/records.ts";
import type { StoreReader } from "../../store/store.ts";

/** The stored signatures of a package, of one organisation or of all. They are few: one per key. */
export async function signaturesOfPackage(
  reader: StoreReader,
  hash: PackageHash,
  orgId: OrgId | null,
): Promise<readonly SignatureRecord[]> {
  const rows = await reader.signaturesOf(hash);
  return orgId === null ? rows : rows.filter((row) => row.orgId === orgId);
}
