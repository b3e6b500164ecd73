import { MAX_CANDIDATES } from "../../../domain/key_choice.ts";
import { exactFingerprint, hexPrefix, namesMeant } from "../../../domain/key_reference.ts";
import type { OrgId } from "../../../domain/ids.ts";
import type { TrustedKeyRecord } from "../../../domain/records.ts";
import { requireOneTrustedKey } from "../../../domain/trusted_key_choice.ts";
import type { StoreReader } from "../../../store/store.ts";
import type { TrustedKeyInfo } from "../../operations.ts";
import type { LocalParts } from "../../parts.ts";
import { loadTrust } from "../../trust/load_trust.ts";
import { toTrustedKeyInfo } from "../../trust/trusted_key_info.ts";

/** The key that a word means among an organisation's own active trusted keys. Throws `trust_not_found`, `invalid_request`. */
export async function lookUpTrustedKey(
  { store }: LocalParts,
  { orgId, text }: { readonly orgId: OrgId; readonly text: string },
): Promise<TrustedKeyInfo> {
  const row = await findTrustedKey(store, orgId, text);
  const lookup = await loadTrust(store, orgId);
  return await toTrustedKeyInfo(row, await lookup(row.fingerprint));
}

/** The row that a word means, in all its readings, which are read at one moment. Throws as above. */
export async function findTrustedKey(
  reader: StoreReader,
  orgId: OrgId,
  text: string,
): Promise<TrustedKeyRecord> {
  const exact = exactFingerprint(text);
  const query = exact === undefined
    ? { orgId, names: namesMeant(text), prefix: hexPrefix(text) ?? null }
    : { orgId, names: [], prefix: exact };
  const meant = await reader.meantTrustedKeys(query, MAX_CANDIDATES + 1);
  return requireOneTrustedKey(orgId, text, meant);
}
