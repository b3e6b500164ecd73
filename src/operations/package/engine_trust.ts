import { fieldsOf } from "../../domain/damaged.ts";
import type { Fingerprint } from "../../domain/fingerprint.ts";
import type { OrgId } from "../../domain/ids.ts";
import { engineRowOf, isDamagedRow, type ReadRow } from "../../domain/read_row.ts";
import type { TrustedKeyRecord, TrustGrantRecord } from "../../domain/records.ts";
import type { StoreReader } from "../../store/store.ts";

/** A row that the engine selects, with what is wrong with it; or one that it cannot read, where it gives up. */
type Selected<Row> =
  | { readonly kind: "found"; readonly row: Row; readonly fault: string | null }
  | { readonly kind: "unreadable"; readonly state: string };

/** What the engine finds for a signer. */
type EngineTrust = Selected<TrustedKeyRecord> | { readonly kind: "none" };

const NONE = { kind: "none" } as const;

/**
 * The row that the engine would find for a signer: the organisation's own if it is active, otherwise that of any
 * organisation that it grants trust to. The engine ignores the organisation's own revoked row, validates nothing, and
 * fails where it cannot read a row that it selects (crates/cloacina/src/security/db_key_manager.rs, find_trusted_key).
 */
export async function engineTrust(
  { withDamaged }: StoreReader,
  orgId: OrgId,
  fingerprint: Fingerprint,
): Promise<EngineTrust> {
  const own = await withDamaged.trustedKeysOf([orgId], [fingerprint]);
  const ownTrust = trustOf(own);
  if (ownTrust.kind !== "none") return ownTrust;
  const grants = (await withDamaged.trustGrantsOf([orgId], "parent"))
    .filter(isActive<TrustGrantRecord>)
    .map((grant) => toFinding<TrustGrantRecord>(grant, "a trust grant"));
  const unreadable = grants.find(({ kind }) => kind === "unreadable");
  if (unreadable?.kind === "unreadable") return unreadable;
  const found = grants.filter((one) => one.kind === "found");
  const children = found.map(({ row }) => row.childOrgId);
  const rows = await withDamaged.trustedKeysOf(children, [fingerprint]);
  const byOrg = Map.groupBy(rows, (row) => fieldsOf<TrustedKeyRecord>(row).orgId);
  for (const grant of found) {
    const trust = trustOf(byOrg.get(grant.row.childOrgId) ?? []);
    if (trust.kind === "found") return { ...trust, fault: trust.fault ?? grant.fault };
    if (trust.kind === "unreadable") return trust;
  }
  return NONE;
}

/** What the engine finds among the rows of one organisation for a key. */
function trustOf(rows: readonly ReadRow<TrustedKeyRecord>[]): EngineTrust {
  const row = rows.find(isActive<TrustedKeyRecord>);
  return row === undefined ? NONE : toFinding<TrustedKeyRecord>(row, "a trusted key");
}

/** What the engine makes of a row that it selects. `what` reads "a trusted key". */
export function toFinding<Row extends { readonly id: string }>(
  row: ReadRow<Row>,
  what: string,
): Selected<Row> {
  const read = engineRowOf(row);
  const fault = isDamagedRow(row) ? row.fault : null;
  if (read !== null) return { kind: "found", row: read, fault };
  const { id = "without a valid id" } = fieldsOf<{ readonly id: string }>(row);
  return { kind: "unreadable", state: `the row ${id} of ${what}: ${fault}` };
}

/** As the engine selects: `revoked_at` is null. */
function isActive<Row extends { readonly revokedAt: Date | null }>(row: ReadRow<Row>): boolean {
  return isDamagedRow(row) ? !row.seemsRevoked : row.revokedAt === null;
}
