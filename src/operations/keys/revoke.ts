import type { RevokeKeyRequest } from "../../contract/keys.ts";
import { requireActive } from "../../domain/key_choice.ts";
import type { SigningKeyRecord, TrustedKeyRecord } from "../../domain/records.ts";
import type { SigningKeyRevocation } from "../../domain/revocation.ts";
import { grantedRows, ownRow, standingOf, type TrustFacts } from "../../domain/trust.ts";
import { isDamagedRow } from "../../domain/read_row.ts";
import { trustedKeyEvent } from "../events.ts";
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
  readonly trusted: TrustedKeyRecord | null;
}

/**
 * Revokes a key for signing, and with `andTrust` its organisation's own trust in it. Throws `key_revoked` if nothing is
 * left to revoke, and `key_integrity` if trust should be revoked but the row is inconsistent, since it may name another
 * key.
 */
export async function revokeKey(
  parts: LocalParts,
  { reference, andTrust, dryRun }: RevokeKeyRequest,
): Promise<SigningKeyRevocation> {
  const key = await findStoredKey(parts.store, reference);
  if (isDamagedRow<SigningKeyRecord>(key)) {
    return await revokeDamagedKey(parts, key, { andTrust, dryRun });
  }
  if (andTrust) await toSoundKeyInfo(key);
  const lookup = await loadTrust(parts.store, key.orgId);
  const facts = await lookup(key.fingerprint);
  const plan = toPlan(key, andTrust, facts);
  const impact = plan.trusted !== null
    ? await revocationImpact(parts, lookup, key.fingerprint)
    : NO_IMPACT;
  const at = parts.now();
  if (!dryRun) await act(parts, plan, at);
  return {
    key: await toSigningKeyInfo(plan.signing && !dryRun ? { ...key, revokedAt: at } : key),
    isStillTrusted: plan.trusted === null && standingOf(facts).kind === "trusted",
    stillTrustedBy: grantedRows(facts).map(({ orgId }) => orgId),
    impact,
    isDryRun: dryRun,
  };
}

function toPlan(key: SigningKeyRecord, andTrust: boolean, facts: TrustFacts): Plan {
  const own = andTrust ? ownRow(facts) : null;
  const trusted = own?.revokedAt === null ? own : null;
  if (trusted === null) requireActive(key, "revoke");
  return { key, signing: key.revokedAt === null, trusted };
}

async function act(parts: LocalParts, plan: Plan, at: Date): Promise<void> {
  const { key, signing, trusted } = plan;
  await transact(parts, { revokes: [key.fingerprint] }, async (writer) => {
    const events = signing ? [await revokeSigning(writer, { ...key, revokedAt: at })] : [];
    if (trusted && await writer.revokeTrustedKey(trusted.orgId, trusted.id, at)) {
      events.push(trustedKeyEvent("key.trusted.revoked", trusted));
    }
    return { result: undefined, events };
  });
}
