import type { TrustPair } from "../../contract/orgs.ts";
import { fieldsOf, type Intact } from "../../domain/damaged.ts";
import type { TrustGrantRecord } from "../../domain/records.ts";
import { quoted } from "../../domain/quoted.ts";
import { CloacinaError } from "../../errors.ts";
import { trustGrantEvent } from "../events.ts";
import type { LocalParts } from "../parts.ts";
import { transact } from "../transact.ts";

/**
 * Revokes a trust grant: the parent no longer accepts the keys that only the child trusts. Throws `trust_not_found`.
 */
export async function revokeTrust(
  parts: LocalParts,
  pair: TrustPair,
): Promise<TrustPair> {
  const { parent, child } = pair;
  return await transact(parts, {}, async (writer) => {
    if (!await writer.revokeTrustGrant(parent, child, parts.now())) {
      const grants = await writer.withDamaged.trustGrantsOf([parent], "parent");
      const fields = grants.map((grant) => fieldsOf<TrustGrantRecord>(grant));
      throw notFound(pair, fields.find(({ childOrgId }) => childOrgId === child));
    }
    return { result: pair, events: [trustGrantEvent("key.trust_acl.revoked", pair)] };
  });
}

function notFound(
  { parent, child }: TrustPair,
  grant: Intact<TrustGrantRecord> | undefined,
): CloacinaError {
  const state = grant?.revokedAt
    ? `organisation ${parent} already revoked it at ${grant.revokedAt.toISOString()}`
    : `organisation ${parent} does not grant it any`;
  return new CloacinaError("trust_not_found", `Cannot revoke trust in ${quoted(child)}: ${state}`, {
    hint: `\`cloacina orgs list-trust --org ${parent} --all\` shows the grants`,
  });
}
