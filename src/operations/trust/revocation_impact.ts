import { fieldsOf, isDamaged } from "../../domain/damaged.ts";
import type { Fingerprint } from "../../domain/fingerprint.ts";
import type { SignatureRecord } from "../../domain/records.ts";
import { MAX_IMPACT, type RevocationImpact } from "../../domain/revocation.ts";
import type { LocalParts } from "../parts.ts";
import type { TrustLookup } from "./load_trust.ts";
import { verifierFor } from "./verifier.ts";

/** The impact of a revocation that affects no stored signature. */
export const NO_IMPACT: RevocationImpact = { signatures: [], isCutOff: false };

/**
 * Lists the stored signatures, visible to the viewer, that would stop verifying for an organisation if it revoked its
 * trust in a key. What they state does not count, as the engine does not look at it; another signature of a package
 * keeps it good only if what that states holds now, as `package verify` looks at it. Changes nothing.
 */
export async function revocationImpact(
  { store, viewer, now }: LocalParts,
  lookup: TrustLookup,
  fingerprint: Fingerprint,
): Promise<RevocationImpact> {
  const { passes, hasAnother } = verifierFor(store, lookup, now());
  const page = { limit: MAX_IMPACT, offset: 0 };
  const { listSignatures, signaturesOf } = store.withDamaged;
  const { rows, total } = await listSignatures({ orgId: viewer, fingerprint }, page);
  const signatures = [];
  for (const row of rows) {
    if (isDamaged<SignatureRecord>(row) || !await passes(row)) continue;
    const { packageHash } = row;
    const ofPackage = await signaturesOf(packageHash);
    const keepsAnother = await hasAnother(ofPackage, row);
    const isFirst = fieldsOf<SignatureRecord>(ofPackage[0] ?? row).keyFingerprint === fingerprint;
    signatures.push({ packageHash, keepsAnother, isFirst });
  }
  return { signatures, isCutOff: total > rows.length };
}
