import type { Fingerprint } from "../../../domain/fingerprint.ts";
import type { OrgId } from "../../../domain/ids.ts";
import type { TrustedKeyRecord } from "../../../domain/records.ts";
import { grantedRows } from "../../../domain/trust.ts";
import {
  requireFingerprintPrefix,
  requireOneTrustedKey,
} from "../../../domain/trusted_key_choice.ts";
import { CloacinaError } from "../../../errors.ts";
import type { StoreReader } from "../../../store/store.ts";
import { trustedKeyEvent } from "../../events.ts";
import type { Operations } from "../../operations.ts";
import type { LocalParts } from "../../parts.ts";
import { transact } from "../../transact.ts";
import { loadTrust } from "../../trust/load_trust.ts";
import { revocationImpact } from "../../trust/revocation_impact.ts";
import { toTrustedKeyInfo } from "../../trust/trusted_key_info.ts";

const PAGE_SIZE = 500;

/**
 * Revokes an organisation's own trust in a key; from then on no grant brings it back. Throws `trust_not_found`, also for
 * a key that is trusted through a grant only: its own organisation revokes that, or the grant goes.
 */
export async function revokeTrustedKey(
  parts: LocalParts,
  { orgId, fingerprintPrefix, dryRun }: Parameters<Operations["keys"]["trusted"]["revoke"]>[0],
): ReturnType<Operations["keys"]["trusted"]["revoke"]> {
  const { store } = parts;
  const row = await findRow(store, orgId, fingerprintPrefix);
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
  };
}

async function act(parts: LocalParts, row: TrustedKeyRecord, at: Date): Promise<void> {
  await transact(parts, {}, async (writer) => {
    if (!await writer.revokeTrustedKey(row.orgId, row.fingerprint, at)) throw tooLate(row);
    return { result: undefined, events: [trustedKeyEvent("key.trusted.revoked", row)] };
  });
}

async function findRow(
  store: StoreReader,
  orgId: OrgId,
  text: string,
): Promise<TrustedKeyRecord> {
  const rows = await rowsWith(store, orgId, requireFingerprintPrefix(text));
  return requireOneTrustedKey(orgId, text, rows);
}

/** The active rows of an organisation whose fingerprint begins so. */
async function rowsWith(
  store: StoreReader,
  orgId: OrgId,
  prefix: string,
): Promise<readonly TrustedKeyRecord[]> {
  if (prefix.length === 64) {
    const rows = await store.findTrustedKeys(prefix as Fingerprint, [orgId]);
    return rows.filter(({ revokedAt }) => revokedAt === null);
  }
  const found: TrustedKeyRecord[] = [];
  for (let offset = 0, total = 1; offset < total; offset += PAGE_SIZE) {
    const page = { limit: PAGE_SIZE, offset };
    const listing = await store.listTrustedKeys({ orgIds: [orgId], includeRevoked: false }, page);
    found.push(...listing.rows.filter(({ fingerprint }) => fingerprint.startsWith(prefix)));
    total = listing.total;
  }
  return found;
}

function tooLate({ fingerprint }: TrustedKeyRecord): CloacinaError {
  return new CloacinaError(
    "trust_not_found",
    `Cannot revoke the trusted key ${fingerprint}: it was revoked just now by somebody else`,
  );
}
