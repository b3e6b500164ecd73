import type { Fingerprint } from "../../domain/fingerprint.ts";
import type { OrgId } from "../../domain/ids.ts";
import { grantedOrgs, type TrustFacts } from "../../domain/trust.ts";
import type { StoreReader } from "../../store/store.ts";

/** Looks up the trust facts of an organisation and a key. */
export type TrustLookup = (fingerprint: Fingerprint) => Promise<TrustFacts>;

/** Reads an organisation's grants once, for any number of keys. Used for a single operation, never cached. */
export async function loadTrust(reader: StoreReader, orgId: OrgId): Promise<TrustLookup> {
  const grants = await reader.listTrustGrants({ orgId, side: "parent" });
  const orgIds = [orgId, ...grantedOrgs(orgId, grants)];
  return async (fingerprint) => {
    const rows = await reader.findTrustedKeys(fingerprint, orgIds);
    return { orgId, fingerprint, grants, rows };
  };
}
