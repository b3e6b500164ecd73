import type { RevokeTrustedKeyRequest } from "../../../contract/trusted_keys.ts";
import type { TrustedKeyRecord } from "../../../domain/records.ts";
import type { TrustRevocation } from "../../../domain/revocation.ts";
import { grantedRows } from "../../../domain/trust.ts";
import { requireFingerprintPrefix } from "../../../domain/trusted_key_choice.ts";
import { CloacinaError } from "../../../errors.ts";
import { trustedKeyEvent } from "../../events.ts";
import type { LocalParts } from "../../parts.ts";
import { transact } from "../../transact.ts";
import { loadTrust } from "../../trust/load_trust.ts";
import { revocationImpact } from "../../trust/revocation_impact.ts";
import { toTrustedKeyInfo } from "../../trust/trusted_key_info.ts";
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
  const words = { names: [], prefix: requireFingerprintPrefix(fingerprintPrefix) };
  const row = await findTrustedKey(store, { orgId, text: fingerprintPrefix }, words);
  const lookup = await loadTrust(store, orgId);
  const facts = await lookup(row.fingerprint);
  const impact = await revocationImpact(parts, lookup, row.fingerprint);
  const at = parts.now();
  if (!dryRun) await act(parts, row, at);
  const revoked = dryRun ? row : { ...row, revokedAt: at };
  return {
    key: await toTrustedKeyInfo(revoked, { ...facts, rows: [revoked] }),
    stillTrustedBy: grantedRows(facts).map((granted) => granted.orgId),
    impact,
    isDryRun: dryRun,
  };
}

async function act(parts: LocalParts, row: TrustedKeyRecord, at: Date): Promise<void> {
  await transact(parts, {}, async (writer) => {
    if (!await writer.revokeTrustedKey(row.orgId, row.fingerprint, at)) throw tooLate(row);
    return { result: undefined, events: [trustedKeyEvent("key.trusted.revoked", row)] };
  });
}

function tooLate({ fingerprint }: TrustedKeyRecord): CloacinaError {
  return new CloacinaError(
    "key_revoked",
    `Cannot revoke the trusted key ${fingerprint}: somebody else has just revoked it`,
  );
}
