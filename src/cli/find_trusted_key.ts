import type { OrgId } from "../domain/ids.ts";
import { hexPrefix } from "../domain/key_reference.ts";
import { CloacinaError } from "../errors.ts";
import type { Operations, TrustedKeyInfo } from "../operations/operations.ts";

const PAGE_SIZE = 1000;

/**
 * The fingerprint, or how it begins, by which a trusted key of an organisation is meant: that itself, or its name where
 * only one active key has it. Throws `trust_not_found`, and `invalid_request` with the candidates where several do.
 */
export async function findTrustedKey(
  operations: Operations,
  orgId: OrgId,
  text: string,
): Promise<string> {
  if (hexPrefix(text) !== undefined) return text;
  const [key, ...others] = await keysOfName(operations, orgId, text);
  if (key === undefined) {
    const state = `organisation ${orgId} itself trusts no key of this name`;
    throw new CloacinaError("trust_not_found", `Cannot find the trusted key ${text}: ${state}`, {
      hint: "give its name, its fingerprint, or the first 8 or more characters of that",
    });
  }
  if (others.length === 0) return key.publicKey.fingerprint;
  const fingerprints = [key, ...others].map(({ publicKey }) => publicKey.fingerprint);
  throw new CloacinaError(
    "invalid_request",
    `Cannot choose the trusted key ${text}: it means several`,
    {
      hint: `say which: ${fingerprints.join(", ")}`,
    },
  );
}

async function keysOfName(
  { keys }: Operations,
  orgId: OrgId,
  name: string,
): Promise<readonly TrustedKeyInfo[]> {
  const found: TrustedKeyInfo[] = [];
  for (let offset = 0, total = 1; offset < total; offset += PAGE_SIZE) {
    const page = { limit: PAGE_SIZE, offset };
    const listed = await keys.trusted.list({ orgId, includeRevoked: false, page });
    found.push(...listed.items.filter((key) => key.trustedBy === orgId && key.name === name));
    total = listed.total;
  }
  return found;
}
