import { damagedReason, signingKeyEvent } from "../events.ts";
import type { SigningKeyRecord } from "../../domain/records.ts";
import { quoted } from "../../domain/quoted.ts";
import { grantedRows, mayBeTrusted, type TrustFacts } from "../../domain/trust.ts";
import type { SigningKeyRevocation } from "../../domain/revocation.ts";
import { CloacinaError } from "../../errors.ts";
import type { DamagedRow } from "../../domain/read_row.ts";
import type { LocalParts } from "../parts.ts";
import { transact } from "../transact.ts";
import { loadTrust } from "../trust/load_trust.ts";
import { NO_IMPACT } from "../trust/revocation_impact.ts";
import { toDamagedKey } from "./signing_key_info.ts";

/**
 * Revokes a key whose row is damaged, by the ID of the row. Throws `key_revoked` if it was revoked already, and
 * `store_corrupt` if trust should be revoked, since the row may name another key, or its ID is damaged.
 */
export async function revokeDamagedKey(
  parts: LocalParts,
  key: DamagedRow<SigningKeyRecord>,
  { andTrust, dryRun }: { readonly andTrust: boolean; readonly dryRun: boolean },
): Promise<SigningKeyRevocation> {
  const { id, revokedAt } = key.intact;
  if (id === undefined || andTrust) throw key.error;
  if (revokedAt) throw revoked(id);
  const facts = await factsOf(parts, key);
  const at = parts.now();
  if (!dryRun) await act(parts, key, at);
  const intact = dryRun ? key.intact : { ...key.intact, revokedAt: at };
  return {
    key: toDamagedKey({ ...key, intact }),
    isStillTrusted: facts === null || mayBeTrusted(facts),
    stillTrustedBy: facts === null ? [] : grantedRows(facts).map(({ orgId }) => orgId),
    impact: NO_IMPACT,
    isDryRun: dryRun,
  };
}

/** Null where the row does not say which key of which organisation it is: then nobody can tell whether it is trusted. */
async function factsOf(
  { store }: LocalParts,
  { intact: { orgId, fingerprint } }: DamagedRow<SigningKeyRecord>,
): Promise<TrustFacts | null> {
  if (orgId === undefined || fingerprint === undefined) return null;
  const lookup = await loadTrust(store, orgId);
  return await lookup(fingerprint);
}

async function act(
  parts: LocalParts,
  key: DamagedRow<SigningKeyRecord>,
  at: Date,
): Promise<void> {
  const { id, fingerprint } = key.intact;
  const revokes = fingerprint === undefined ? [] : [fingerprint];
  await transact(parts, { revokes }, async (writer) => {
    if (!await writer.revokeSigningKey(id!, at)) throw revoked(id!);
    const event = signingKeyEvent("key.signing.revoked", key.intact, damagedReason(key));
    return { result: undefined, events: [event] };
  });
}

function revoked(id: string): CloacinaError {
  const state = "it was revoked already, and its row is damaged";
  return new CloacinaError("key_revoked", `Cannot revoke the key ${quoted(id)}: ${state}`);
}
