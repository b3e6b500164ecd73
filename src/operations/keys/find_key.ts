import type { KeyId } from "../../domain/ids.ts";
import { MAX_CANDIDATES, requireOneKey } from "../../domain/key_choice.ts";
import { exactId, hexPrefix, type KeyReference, namesMeant } from "../../domain/key_reference.ts";
import type { SigningKeyRecord } from "../../domain/records.ts";
import type { StoreReader } from "../../store/store.ts";

/**
 * Finds the signing key of a reference, revoked or not: exactly with `id:`, or by name in the organisation and by
 * prefix of ID or fingerprint. No match takes precedence, so that a name cannot shadow another key. Throws
 * `key_not_found`, or `invalid_request` with the candidates if it is ambiguous.
 */
export async function findKey(
  reader: StoreReader,
  reference: KeyReference,
): Promise<SigningKeyRecord> {
  const id = exactId(reference.text);
  if (id !== undefined) return requireOneKey(reference, await withId(reader, reference, id));
  const found = [...await named(reader, reference), ...await beginning(reader, reference)];
  const once = new Map(found.map((key) => [key.id, key]));
  return requireOneKey(reference, [...once.values()]);
}

async function withId(
  reader: StoreReader,
  { orgId }: KeyReference,
  id: KeyId,
): Promise<readonly SigningKeyRecord[]> {
  const key = await reader.signingKey(id);
  return key !== null && (orgId === null || key.orgId === orgId) ? [key] : [];
}

async function named(
  reader: StoreReader,
  { text, orgId }: KeyReference,
): Promise<readonly SigningKeyRecord[]> {
  if (orgId === null) return [];
  const found: SigningKeyRecord[] = [];
  for (const name of namesMeant(text)) {
    found.push(...await reader.findSigningKeys({ orgId, name }, 1));
  }
  return found;
}

async function beginning(
  reader: StoreReader,
  { text, orgId }: KeyReference,
): Promise<readonly SigningKeyRecord[]> {
  const prefix = hexPrefix(text);
  if (prefix === undefined) return [];
  return await reader.findSigningKeys({ orgId, prefix }, MAX_CANDIDATES + 1);
}
