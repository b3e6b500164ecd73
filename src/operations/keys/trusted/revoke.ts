import type { RevokeTrustedKeyRequest } from "../../../contract/trusted_keys.ts";
import type { Intact } from "../../../domain/damaged.ts";
import { isUuid } from "../../../domain/ids.ts";
import type { TrustedKeyRecord } from "../../../domain/records.ts";
import type { TrustRevocation } from "../../../domain/revocation.ts";
import { grantedRows } from "../../../domain/trust.ts";
import { requireFingerprintPrefix } from "../../../domain/trusted_key_choice.ts";
import { CloacinaError } from "../../../errors.ts";
import { type DamagedRow, isDamagedRow } from "../../../domain/read_row.ts";
import { damagedReason, trustedKeyEvent } from "../../events.ts";
import type { LocalParts } from "../../parts.ts";
import { transact } from "../../transact.ts";
import { loadTrust } from "../../trust/load_trust.ts";
import { NO_IMPACT, revocationImpact } from "../../trust/revocation_impact.ts";
import { toDamagedTrust, toTrustedKeyInfo } from "../../trust/trusted_key_info.ts";
import { findTrustedKey } from "./look_up.ts";

/**
 * Revokes an organisation's own trust in a key, which overrides grants. Throws `key_revoked` if it was revoked already,
 * and `trust_not_found`, also if it is trusted through a grant only: then its own organisation must revoke it, or the
 * grant must be revoked.
 */
export async function revokeTrustedKey(
  parts: LocalParts,
  { orgId, fingerprintPrefix, dryRun }: RevokeTrustedKeyRequest,
): Promise<TrustRevocation> {
  const { store } = parts;
  const words = isUuid(fingerprintPrefix)
    ? { names: [], prefix: null, id: fingerprintPrefix.toLowerCase() }
    : { names: [], prefix: requireFingerprintPrefix(fingerprintPrefix), id: null };
  const row = await findTrustedKey(store, { orgId, text: fingerprintPrefix }, words);
  if (isDamagedRow<TrustedKeyRecord>(row)) return await revokeDamaged(parts, row, dryRun);
  const lookup = await loadTrust(store, orgId);
  const facts = await lookup(row.fingerprint);
  const impact = await revocationImpact(parts, lookup, row.fingerprint);
  const at = parts.now();
  if (!dryRun) await act(parts, row, { at });
  const revoked = dryRun ? row : { ...row, revokedAt: at };
  return {
    key: toTrustedKeyInfo(revoked, dryRun),
    stillTrustedBy: grantedRows(facts).map((granted) => granted.orgId),
    impact,
    isDryRun: dryRun,
  };
}

/** By a damaged row nothing verifies; but a grant may still let another organisation's row for the key count. */
async function revokeDamaged(
  parts: LocalParts,
  row: DamagedRow<TrustedKeyRecord>,
  dryRun: boolean,
): Promise<TrustRevocation> {
  const { id, orgId } = row.intact;
  if (id === undefined || orgId === undefined) throw row.error;
  const granted = await grantedBeside(parts, { ...row.intact, id, orgId });
  const at = parts.now();
  if (!dryRun) await act(parts, { ...row.intact, id, orgId }, { at, reason: damagedReason(row) });
  const intact = dryRun ? row.intact : { ...row.intact, revokedAt: at };
  return {
    key: toDamagedTrust({ ...row, intact }),
    stillTrustedBy: granted.map((other) => other.orgId),
    impact: NO_IMPACT,
    isDryRun: dryRun,
  };
}

type RevokedRow = Intact<TrustedKeyRecord> & Pick<TrustedKeyRecord, "id" | "orgId">;

/** The rows of other organisations for the same key that a grant lets count; none where the key cannot be read. */
async function grantedBeside(
  { store }: LocalParts,
  { orgId, fingerprint }: RevokedRow,
): Promise<readonly TrustedKeyRecord[]> {
  if (fingerprint === undefined) return [];
  const lookup = await loadTrust(store, orgId);
  return grantedRows(await lookup(fingerprint));
}

async function act(
  parts: LocalParts,
  row: RevokedRow,
  { at, reason }: { readonly at: Date; readonly reason?: string },
): Promise<void> {
  await transact(parts, {}, async (writer) => {
    if (!await writer.revokeTrustedKey(row.orgId, row.id, at)) throw tooLate(row);
    return { result: undefined, events: [trustedKeyEvent("key.trusted.revoked", row, reason)] };
  });
}

function tooLate({ fingerprint, id }: RevokedRow): CloacinaError {
  return new CloacinaError(
    "key_revoked",
    `Cannot revoke the trusted key ${fingerprint ?? id}: somebody else has just revoked it`,
  );
}
