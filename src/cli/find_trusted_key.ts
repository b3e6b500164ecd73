import type { Fingerprint } from "../domain/fingerprint.ts";
import type { OrgId } from "../domain/ids.ts";
import { exactFingerprint } from "../domain/key_reference.ts";
import { isMeantTrustedKey, requireOneTrustedKey } from "../domain/trusted_key_choice.ts";
import type { Operations } from "../operations/operations.ts";

const PAGE_SIZE = 1000;

/**
 * The fingerprint of the trusted key that a word means, in all its readings, among the organisation's own active ones.
 * Throws `trust_not_found`, and `invalid_request` with the candidates where several are meant.
 */
export async function findTrustedKey(
  operations: Operations,
  orgId: OrgId,
  text: string,
): Promise<Fingerprint> {
  const exact = exactFingerprint(text);
  if (exact !== undefined) return exact;
  const meant = await meantKeys(operations, orgId, text);
  return requireOneTrustedKey(orgId, text, meant).fingerprint;
}

async function meantKeys({ keys }: Operations, orgId: OrgId, text: string) {
  const found = [];
  for (let offset = 0, total = 1; offset < total; offset += PAGE_SIZE) {
    const page = { limit: PAGE_SIZE, offset };
    const listed = await keys.trusted.list({ orgId, includeRevoked: false, page });
    const own = listed.items.filter(({ trustedBy }) => trustedBy === orgId);
    const candidates = own.map(({ name, publicKey }) => ({ name, ...publicKey }));
    found.push(...candidates.filter((key) => isMeantTrustedKey(text, key)));
    total = listed.total;
  }
  return found;
}
