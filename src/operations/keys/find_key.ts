import type { KeyId } from "../../domain/ids.ts";
import { MAX_CANDIDATES, requireOneKey } from "../../domain/key_choice.ts";
import { exactId, hexPrefix, type KeyReference, namesMeant } from "../../domain/key_reference.ts";
import type { SigningKeyRecord } from "../../domain/records.ts";
import type { StoreReader } from "../../store/store.ts";

/**
 * The signing key that a person means, revoked or not: by `id:` and its id, or in all readings of a word, as a name in
 * the organisation and as how id or fingerprint begin. No reading goes before another, so that no name takes the place of
 * a key. Throws `key_not_found`, and `invalid_request` with the candidates where it means several.
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
