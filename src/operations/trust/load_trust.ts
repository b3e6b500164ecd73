import { fieldsOf } from "../../domain/damaged.ts";
import type { Fingerprint } from "../../domain/fingerprint.ts";
import type { OrgId } from "../../domain/ids.ts";
import type { TrustedKeyRecord } from "../../domain/records.ts";
import { acceptedOrgs, type TrustFacts } from "../../domain/trust.ts";
import type { StoreReader } from "../../store/store.ts";

/** Looks up the trust facts of an organisation and a key. */
export type TrustLookup = (fingerprint: Fingerprint) => Promise<TrustFacts>;

/** An organisation's grants, and the organisations whose lists of trusted keys count by them. */
export interface Grants extends Pick<TrustFacts, "orgId" | "grants"> {
  readonly orgIds: readonly OrgId[];
}

/**
 * Reads an organisation's grants once, for any number of keys. Used for a single operation, never cached. Damaged rows
 * are among the facts: they make no key trusted, and may make it unclear whether one is.
 */
export async function loadTrust(reader: StoreReader, orgId: OrgId): Promise<TrustLookup> {
  return lookUpBy(reader, await loadGrants(reader, orgId));
}

/** Reads an organisation's grants. */
export async function loadGrants({ withDamaged }: StoreReader, orgId: OrgId): Promise<Grants> {
  const grants = await withDamaged.trustGrantsOf([orgId], "parent");
  return { orgId, grants, orgIds: acceptedOrgs(orgId, grants) };
}

/** Looks up keys by grants that were read. */
export function lookUpBy(
  { withDamaged }: StoreReader,
  { orgId, grants, orgIds }: Grants,
): TrustLookup {
  return async (fingerprint) => {
    const rows = await withDamaged.trustedKeysOf(orgIds, [fingerprint]);
    return { orgId, fingerprint, grants, rows };
  };
}

/** The same for these keys alone, of which the rows are read at once: they may be thousands. */
export async function lookUpAll(
  { withDamaged }: StoreReader,
  { orgId, grants, orgIds }: Grants,
  fingerprints: readonly Fingerprint[],
): Promise<TrustLookup> {
  const rows = await withDamaged.trustedKeysOf(orgIds, fingerprints);
  const byKey = Map.groupBy(rows, (row) => fieldsOf<TrustedKeyRecord>(row).fingerprint);
  return (fingerprint) =>
    Promise.resolve({ orgId, fingerprint, grants, rows: byKey.get(fingerprint) ?? [] });
}

/** Reads the grants again with each key, and asks for both at once, as the grants are probably what they were. */
export function lookUpAgain(reader: StoreReader, before: Grants): TrustLookup {
  return async (fingerprint) => {
    const [now, facts] = await Promise.all([
      loadGrants(reader, before.orgId),
      lookUpBy(reader, before)(fingerprint),
    ]);
    return now.orgIds.join() === before.orgIds.join()
      ? { ...facts, grants: now.grants }
      : await lookUpBy(reader, now)(fingerprint);
  };
}
