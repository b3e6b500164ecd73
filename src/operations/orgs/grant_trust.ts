import type { TrustPair } from "../../contract/orgs.ts";
import { fieldsOf, type Intact } from "../../domain/damaged.ts";
import type { OrgId } from "../../domain/ids.ts";
import type { TrustGrantRecord } from "../../domain/records.ts";
import { quoted } from "../../domain/quoted.ts";
import { CloacinaError } from "../../errors.ts";
import { requireSound } from "../../domain/read_row.ts";
import type { StoreReader } from "../../store/store.ts";
import { trustGrantEvent } from "../events.ts";
import type { LocalParts } from "../parts.ts";
import { transact } from "../transact.ts";

/**
 * Lets the parent accept what the child trusts. Throws `trust_exists` if it does already, and `invalid_request` if both
 * are the same.
 */
export async function grantTrust(
  parts: LocalParts,
  pair: TrustPair,
): Promise<TrustGrantRecord> {
  requireTwo(pair);
  const { now, newId } = parts;
  const { parent, child } = pair;
  return await transact(parts, {}, async (writer) => {
    const existing = await grantOf(writer, parent, child);
    if (existing?.revokedAt === null) throw exists(pair);
    const id = existing?.id ?? newId();
    const grant = { id, parentOrgId: parent, childOrgId: child, grantedAt: now(), revokedAt: null };
    await writer.saveTrustGrant(grant);
    return { result: grant, events: [trustGrantEvent("key.trust_acl.granted", pair)] };
  });
}

/** Throws `store_corrupt` for a damaged grant that is not revoked. */
async function grantOf(
  reader: StoreReader,
  parent: OrgId,
  child: OrgId,
): Promise<Intact<TrustGrantRecord> | undefined> {
  const { trustGrantsOf } = reader.withDamaged;
  const grants = await trustGrantsOf([parent], "parent");
  const grant = grants.find((one) => fieldsOf<TrustGrantRecord>(one).childOrgId === child);
  if (grant === undefined) return undefined;
  const isActive = fieldsOf<TrustGrantRecord>(grant).revokedAt === null;
  return isActive ? requireSound<TrustGrantRecord>(grant) : fieldsOf<TrustGrantRecord>(grant);
}

function requireTwo({ parent, child }: TrustPair): void {
  if (parent !== child) return;
  throw new CloacinaError(
    "invalid_request",
    `Cannot grant trust to ${quoted(child)}: an organisation trusts its own keys without a grant`,
  );
}

function exists({ parent, child }: TrustPair): CloacinaError {
  return new CloacinaError(
    "trust_exists",
    `Cannot grant trust to ${quoted(child)}: organisation ${parent} already trusts it`,
  );
}
