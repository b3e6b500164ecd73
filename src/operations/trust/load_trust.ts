import type { Fingerprint } from "../../domain/fingerprint.ts";
import type { OrgId } from "../../domain/ids.ts";
import { acceptedOrgs, type TrustFacts } from "../../domain/trust.ts";
import type { StoreReader } from "../../store/store.ts";

/** Looks up the trust facts of an organisation and a key. */
export type TrustLookup = (fingerprint: Fingerprint) => Promise<TrustFacts>;

/**
 * Reads an organisation's grants once, for any number of keys. Used for a single operation, never cached. Damaged rows
 * are among the facts: they make no key trusted, and may make it unclear whether one is.
 */
export async function loadTrust(reader: StoreReader, orgId: OrgId): Promise<TrustLookup> {
  const { listTrustGrants, findTrustedKeys } = reader.withDamaged;
  const grants = await listTrustGrants({ orgId, side: "parent" });
  const orgIds = acceptedOrgs(orgId, grants);
  return async (fingerprint) => {
    const rows = await findTrustedKeys(fingerprint, orgIds);
    return { orgId, fingerprint, grants, rows };
  };
}
