import type { LookUpTrustedKeyRequest } from "../../../contract/trusted_keys.ts";
import { MAX_CANDIDATES } from "../../../domain/key_choice.ts";
import { exactFingerprint, hexPrefix, namesMeant } from "../../../domain/key_reference.ts";
import type { TrustedKeyRecord } from "../../../domain/records.ts";
import type { TrustedKeyInfo } from "../../../domain/trusted_key.ts";
import { requireNoneRevoked, requireOneTrustedKey } from "../../../domain/trusted_key_choice.ts";
import type { StoreReader, TrustedKeyQuery } from "../../../store/store.ts";
import type { LocalParts } from "../../parts.ts";
import { loadTrust } from "../../trust/load_trust.ts";
import { toTrustedKeyInfo } from "../../trust/trusted_key_info.ts";

/**
 * Finds an organisation's own active trusted key by reference. Throws `trust_not_found`, `key_revoked` if it was
 * revoked, `invalid_request`.
 */
export async function lookUpTrustedKey(
  { store }: LocalParts,
  { orgId, text }: LookUpTrustedKeyRequest,
): Promise<TrustedKeyInfo> {
  const exact = exactFingerprint(text);
  const words = exact === undefined
    ? { names: namesMeant(text), prefix: hexPrefix(text) ?? null }
    : { names: [], prefix: exact };
  const row = await findTrustedKey(store, { orgId, text }, words);
  const lookup = await loadTrust(store, orgId);
  return await toTrustedKeyInfo(row, await lookup(row.fingerprint));
}

/**
 * Finds the row of a reference by the given names and fingerprint prefix; `reader` must be a single snapshot. Throws
 * the errors of `lookUpTrustedKey`.
 */
export async function findTrustedKey(
  reader: StoreReader,
  { orgId, text }: LookUpTrustedKeyRequest,
  words: Pick<TrustedKeyQuery, "names" | "prefix">,
): Promise<TrustedKeyRecord> {
  const read = (isRevoked: boolean) =>
    reader.meantTrustedKeys({ orgId, isRevoked, ...words }, MAX_CANDIDATES + 1);
  const meant = await read(false);
  if (meant.length === 0) requireNoneRevoked(text, await read(true));
  return requireOneTrustedKey(orgId, text, meant);
}
