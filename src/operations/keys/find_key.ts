import { isUuid, type KeyId } from "../../domain/ids.ts";
import { MAX_CANDIDATES, requireOneKey } from "../../domain/key_choice.ts";
import { hexPrefix, type KeyReference } from "../../domain/key_reference.ts";
import type { SigningKeyRecord } from "../../domain/records.ts";
import type { StoreReader } from "../../store/store.ts";

/**
 * The signing key that a person means, revoked or not: by its id, else by its exact name in the organisation, else by
 * how id or fingerprint begin. Throws `key_not_found`, and `invalid_request` with the candidates where it means several.
 */
export async function findKey(
  reader: StoreReader,
  reference: KeyReference,
): Promise<SigningKeyRecord> {
  return await byId(reader, reference) ??
    await byName(reader, reference) ??
    requireOneKey(reference, await byPrefix(reader, reference));
}

async function byId(
  reader: StoreReader,
  { text, orgId }: KeyReference,
): Promise<SigningKeyRecord | null> {
  if (!isUuid(text)) return null;
  const key = await reader.signingKey(text.toLowerCase() as KeyId);
  return orgId === null || key?.orgId === orgId ? key : null;
}

async function byName(
  reader: StoreReader,
  { text, orgId }: KeyReference,
): Promise<SigningKeyRecord | null> {
  if (orgId === null) return null;
  const [key] = await reader.findSigningKeys({ orgId, name: text }, 1);
  return key ?? null;
}

async function byPrefix(
  reader: StoreReader,
  { text, orgId }: KeyReference,
): Promise<readonly SigningKeyRecord[]> {
  const prefix = hexPrefix(text);
  if (prefix === undefined) return [];
  return await reader.findSigningKeys({ orgId, prefix }, MAX_CANDIDATES + 1);
}
