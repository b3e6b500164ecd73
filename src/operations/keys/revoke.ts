import type { RevokeKeyRequest } from "../../contract/keys.ts";
import { requireActive } from "../../domain/key_choice.ts";
import { type Damaged, fieldsOf, isDamaged, type Stored } from "../../domain/damaged.ts";
import type { SigningKeyRecord, TrustedKeyRecord } from "../../domain/records.ts";
import { quoted } from "../../domain/quoted.ts";
import type { SigningKeyRevocation } from "../../domain/revocation.ts";
import {
  activeOwnRows,
  grantedRows,
  mayBeTrusted,
  ownRow,
  standingOf,
  type TrustFacts,
} from "../../domain/trust.ts";
import { isDamagedRow } from "../../domain/read_row.ts";
import type { ChangeEvent } from "../../domain/audit_event.ts";
import { CloacinaError } from "../../errors.ts";
import type { StoreWriter } from "../../store/store.ts";
import { damagedReason, trustedKeyEvent } from "../events.ts";
import type { LocalParts } from "../parts.ts";
import { transact } from "../transact.ts";
import { loadTrust } from "../trust/load_trust.ts";
import { NO_IMPACT, revocationImpact } from "../trust/revocation_impact.ts";
import { findStoredKey } from "./find_key.ts";
import { revokeDamagedKey } from "./revoke_damaged.ts";
import { revokeSigning } from "./revoke_signing.ts";
import { toSigningKeyInfo, toSoundKeyInfo } from "./signing_key_info.ts";

/** What is left to revoke: the signing key, its organisation's own trust in it, or both. */
interface Plan {
  readonly key: SigningKeyRecord;
  readonly signing: boolean;
  readonly trusted: readonly Stored<TrustedKeyRecord>[];
}

/**
 * Revokes a key for signing, and with `andTrust` its organisation's own trust in it. Throws `key_revoked` if nothing is
 * left to revoke, and `key_integrity` if trust should be revoked but the key's row is inconsistent, since it may name
 * another key, or the row of the trust is so damaged that it cannot be revoked.
 */
export async function revokeKey(
  parts: LocalParts,
  { reference, andTrust, dryRun }: RevokeKeyRequest,
): Promise<SigningKeyRevocation> {
  const key = await findStoredKey(parts.store, reference);
  if (isDamagedRow<SigningKeyRecord>(key)) {
    return await revokeDamagedKey(parts, key, { andTrust, dryRun });
  }
  if (andTrust) toSoundKeyInfo(key);
  const lookup = await loadTrust(parts.store, key.orgId);
  const facts = await lookup(key.fingerprint);
  const plan = toPlan(key, andTrust, facts);
  const impact = plan.trusted.length > 0
    ? await revocationImpact(parts, lookup, key.fingerprint)
    : NO_IMPACT;
  const at = parts.now();
  if (!dryRun) await act(parts, plan, at);
  return {
    key: toSigningKeyInfo(plan.signing && !dryRun ? { ...key, revokedAt: at } : key),
    isStillTrusted: plan.trusted.length === 0 && mayBeTrusted(facts),
    stillTrustedBy: grantedRows(facts).map(({ orgId }) => orgId),
    impact,
    isDryRun: dryRun,
  };
}

function toPlan(key: SigningKeyRecord, andTrust: boolean, facts: TrustFacts): Plan {
  const trusted = andTrust ? activeOwnRows(facts) : [];
  if (trusted.length === 0) requireActive(key, "revoke", hintOfTrust(key, facts));
  return { key, signing: key.revokedAt === null, trusted };
}

/** How to end the organisation's own trust in the key; undefined if it has none, or the row may name another key. */
function hintOfTrust(key: SigningKeyRecord, facts: TrustFacts): string | undefined {
  const { orgId, fingerprint } = facts;
  const isTrusted = standingOf(facts).kind === "trusted" && ownRow(facts) !== null;
  if (!isTrusted || toSigningKeyInfo(key).fault !== null) return undefined;
  const command = `cloacina keys trusted revoke ${fingerprint.slice(0, 16)} --org ${orgId}`;
  return `its public key is still trusted, and what it signed verifies; \`${command}\` ends that`;
}

async function act(parts: LocalParts, plan: Plan, at: Date): Promise<void> {
  const { key, signing, trusted } = plan;
  await transact(parts, { revokes: [key.fingerprint] }, async (writer) => {
    const events = signing ? [await revokeSigning(writer, { ...key, revokedAt: at })] : [];
    for (const row of trusted) events.push(...await revokeTrust(writer, { key, row, at }));
    return { result: undefined, events };
  });
}

interface TrustToRevoke {
  readonly key: SigningKeyRecord;
  readonly row: Stored<TrustedKeyRecord>;
  readonly at: Date;
}

/** No event where somebody else has just revoked it; of a damaged row that cannot be told, and it is an error. */
async function revokeTrust(
  writer: StoreWriter,
  { key, row, at }: TrustToRevoke,
): Promise<readonly ChangeEvent[]> {
  const { id } = fieldsOf(row);
  const isRevoked = id !== undefined && await writer.revokeTrustedKey(key.orgId, id, at);
  if (isDamaged(row)) {
    if (!isRevoked) throw notRevocable(key, row);
    return [trustedKeyEvent("key.trusted.revoked", row.intact, damagedReason(row))];
  }
  return isRevoked ? [trustedKeyEvent("key.trusted.revoked", row)] : [];
}

function notRevocable(
  { name, id }: SigningKeyRecord,
  { fault }: Damaged<TrustedKeyRecord>,
): CloacinaError {
  return new CloacinaError(
    "key_integrity",
    `Cannot revoke the trust in the key ${
      quoted(name)
    } (${id}): the row of the trusted key is damaged: ${fault}`,
  );
}
