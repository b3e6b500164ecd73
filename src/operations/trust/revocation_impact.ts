import { fieldsOf, isDamaged } from "../../domain/damaged.ts";
import type { Fingerprint } from "../../domain/fingerprint.ts";
import type { SignatureRecord } from "../../domain/records.ts";
import { MAX_IMPACT, type RevocationImpact } from "../../domain/revocation.ts";
import type { LocalParts } from "../parts.ts";
import type { TrustLookup } from "./load_trust.ts";
import { hasAnother, verifierFor } from "./verifier.ts";

/** The impact of a revocation that affects no stored signature. */
export const NO_IMPACT: RevocationImpact = { signatures: [], isCutOff: false };

/**
 * Lists the stored signatures, visible to the viewer, that would stop verifying for an organisation if it revoked its
 * trust in a key. Changes nothing.
 */
export async function revocationImpact(
  { store, viewer }: LocalParts,
  lookup: TrustLookup,
  fingerprint: Fingerprint,
): Promise<RevocationImpact> {
  const verifies = verifierFor(lookup);
  const page = { limit: MAX_IMPACT, offset: 0 };
  const { listSignatures, signaturesOf } = store.withDamaged;
  const { rows, total } = await listSignatures({ orgId: viewer, fingerprint }, page);
  const signatures = [];
  for (const row of rows) {
    if (isDamaged<SignatureRecord>(row) || !await verifies(row)) continue;
    const { packageHash } = row;
    const ofPackage = await signaturesOf(packageHash);
    const keepsAnother = await hasAnother(ofPackage, row, verifies);
    const isFirst = fieldsOf<SignatureRecord>(ofPackage[0] ?? row).keyFingerprint === fingerprint;
    signatures.push({ packageHash, keepsAnother, isFirst });
  }
  return { signatures, isCutOff: total > rows.length };
}
