import type { LookUpTrustedKeyRequest } from "../../../contract/trusted_keys.ts";
import { isDamaged, type Stored } from "../../../domain/damaged.ts";
import { isUuid } from "../../../domain/ids.ts";
import { MAX_CANDIDATES } from "../../../domain/key_choice.ts";
import { exactFingerprint, exactId, hexPrefix, namesMeant } from "../../../domain/key_reference.ts";
import type { TrustedKeyRecord } from "../../../domain/records.ts";
import { countsAmong } from "../../../domain/trust.ts";
import type { TrustedKeyInfo } from "../../../domain/trusted_key.ts";
import { requireNoneRevoked, requireOneTrustedKey } from "../../../domain/trusted_key_choice.ts";
import type { ReadRow } from "../../../domain/read_row.ts";
import type { StoreReader, TrustedKeyQuery } from "../../../store/store.ts";
import type { LocalParts } from "../../parts.ts";
import { loadTrust } from "../../trust/load_trust.ts";
import { toDamagedTrust, toTrustedKeyInfo } from "../../trust/trusted_key_info.ts";

type Found = ReadRow<TrustedKeyRecord>;

/**
 * Finds an organisation's own active trusted key by reference, also if its row is damaged. Throws `trust_not_found`,
 * `key_revoked` if it was revoked, `invalid_request`.
 */
export async function lookUpTrustedKey(
  { store }: LocalParts,
  { orgId, text }: LookUpTrustedKeyRequest,
): Promise<Stored<TrustedKeyInfo>> {
  const row = await findTrustedKey(store, { orgId, text }, wordsOf(text));
  if (isDamaged<TrustedKeyRecord>(row)) return toDamagedTrust(row);
  const lookup = await loadTrust(store, orgId);
  return toTrustedKeyInfo(row, countsAmong(await lookup(row.fingerprint), row));
}

type Words = Pick<TrustedKeyQuery, "names" | "prefix" | "id">;

/** A name, a fingerprint or its prefix, or an ID; with `fingerprint:` or `id:` exactly that. */
function wordsOf(text: string): Words {
  const [fingerprint, id] = [exactFingerprint(text), exactId(text)];
  if (fingerprint !== undefined) return { names: [], prefix: fingerprint, id: null };
  if (id !== undefined) return { names: [], prefix: null, id };
  const uuid = isUuid(text) ? text.toLowerCase() : null;
  return { names: namesMeant(text), prefix: hexPrefix(text) ?? null, id: uuid };
}

/**
 * Finds the row of a reference by the given names, fingerprint prefix and ID; `reader` must be a single snapshot. Throws
 * the errors of `lookUpTrustedKey`.
 */
export async function findTrustedKey(
  { withDamaged }: StoreReader,
  { orgId, text }: LookUpTrustedKeyRequest,
  words: Words,
): Promise<Found> {
  const read = (isRevoked: boolean) =>
    withDamaged.meantTrustedKeys({ orgId, isRevoked, ...words }, MAX_CANDIDATES + 1);
  const meant = await read(false);
  if (meant.length === 0) requireNoneRevoked(text, await read(true));
  return requireOneTrustedKey(orgId, text, meant);
}
