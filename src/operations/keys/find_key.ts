import { fieldsOf } from "../../domain/damaged.ts";
import type { KeyId } from "../../domain/ids.ts";
import { MAX_CANDIDATES, requireOneKey } from "../../domain/key_choice.ts";
import { exactId, hexPrefix, type KeyReference, namesMeant } from "../../domain/key_reference.ts";
import type { SigningKeyRecord } from "../../domain/records.ts";
import { type ReadRow, requireSound } from "../../domain/read_row.ts";
import type { MarkedReader, StoreReader } from "../../store/store.ts";

type Found = ReadRow<SigningKeyRecord>;

/**
 * Finds the signing key of a reference, revoked or not: exactly with `id:`, or by name in the organisation and by
 * prefix of ID or fingerprint. No match takes precedence, so that a name cannot shadow another key. Throws
 * `key_not_found`, `invalid_request` with the candidates if it is ambiguous, and `store_corrupt` if its row is damaged.
 */
export async function findKey(
  reader: StoreReader,
  reference: KeyReference,
): Promise<SigningKeyRecord> {
  return requireSound<SigningKeyRecord>(await findStoredKey(reader, reference));
}

/** The same, also for a key whose row is damaged. */
export async function findStoredKey(
  { withDamaged }: StoreReader,
  reference: KeyReference,
): Promise<Found> {
  const id = exactId(reference.text);
  if (id !== undefined) return requireOneKey(reference, await withId(withDamaged, reference, id));
  const found = [
    ...await named(withDamaged, reference),
    ...await beginning(withDamaged, reference),
  ];
  const once = new Map(found.map((key) => [fieldsOf<SigningKeyRecord>(key).id, key]));
  return requireOneKey(reference, [...once.values()]);
}

async function withId(
  reader: MarkedReader,
  { orgId }: KeyReference,
  id: KeyId,
): Promise<readonly Found[]> {
  const key = await reader.signingKey(id);
  return key !== null && (orgId === null || fieldsOf<SigningKeyRecord>(key).orgId === orgId)
    ? [key]
    : [];
}

async function named(
  reader: MarkedReader,
  { text, orgId }: KeyReference,
): Promise<readonly Found[]> {
  if (orgId === null) return [];
  const found: Found[] = [];
  for (const name of namesMeant(text)) {
    found.push(...await reader.findSigningKeys({ orgId, name }, 1));
  }
  return found;
}

async function beginning(
  reader: MarkedReader,
  { text, orgId }: KeyReference,
): Promise<readonly Found[]> {
  const prefix = hexPrefix(text);
  if (prefix === undefined) return [];
  return await reader.findSigningKeys({ orgId, prefix }, MAX_CANDIDATES + 1);
}
