import type { IsKnownKeyRequest } from "../../contract/keys.ts";
import type { OrgId } from "../../domain/ids.ts";
import type { Fingerprint } from "../../domain/fingerprint.ts";
import type { StoreReader } from "../../store/store.ts";
import type { LocalParts } from "../parts.ts";
import { loadTrust } from "../trust/load_trust.ts";

/** Whether a signing key or trusted key with this fingerprint exists, revoked or not, in one organisation or in any. */
export async function isKnownKey(
  { store }: Pick<LocalParts, "store">,
  { orgId, fingerprint }: IsKnownKeyRequest,
): Promise<boolean> {
  const signing = await store.withDamaged.findSigningKeys({ orgId, prefix: fingerprint }, 1);
  return signing.length > 0 || await isTrusted(store, orgId, fingerprint);
}

async function isTrusted(
  store: StoreReader,
  orgId: OrgId | null,
  fingerprint: Fingerprint,
): Promise<boolean> {
  const rows = orgId === null
    ? await store.withDamaged.trustedKeysOf(null, [fingerprint])
    : (await (await loadTrust(store, orgId))(fingerprint)).rows;
  return rows.length > 0;
}
