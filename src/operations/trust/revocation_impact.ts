import { ed25519Verify } from "../../crypto/ed25519.ts";
import type { Fingerprint } from "../../domain/fingerprint.ts";
import { packageHashBytes } from "../../domain/package_hash.ts";
import type { SignatureRecord } from "../../domain/records.ts";
import { MAX_IMPACT, type RevocationImpact } from "../../domain/revocation.ts";
import { standingOf } from "../../domain/trust.ts";
import type { StoreReader } from "../../store/store.ts";
import type { LocalParts } from "../parts.ts";
import type { TrustLookup } from "./load_trust.ts";
import { toTrustedKeyInfo } from "./trusted_key_info.ts";

/** The impact of a revocation that affects no stored signature. */
export const NO_IMPACT: RevocationImpact = { signatures: [], isCutOff: false };

/** Whether a signature verifies for the organisation. */
type Verifies = (signature: SignatureRecord) => Promise<boolean>;

/**
 * Lists the stored signatures, visible to the viewer, that would stop verifying for an organisation if it revoked its
 * trust in a key. Changes nothing.
 */
export async function revocationImpact(
  { store: reader, viewer }: LocalParts,
  lookup: TrustLookup,
  fingerprint: Fingerprint,
): Promise<RevocationImpact> {
  const verifies = verifier(lookup);
  const { rows, total } = await reader.listSignatures({ orgId: viewer, fingerprint }, {
    limit: MAX_IMPACT,
    offset: 0,
  });
  const signatures = [];
  for (const row of rows) {
    if (!await verifies(row)) continue;
    const keepsAnother = await hasAnother(reader, row, verifies);
    signatures.push({ packageHash: row.packageHash, keepsAnother });
  }
  return { signatures, isCutOff: total > rows.length };
}

async function hasAnother(
  reader: StoreReader,
  { packageHash, keyFingerprint }: SignatureRecord,
  verifies: Verifies,
): Promise<boolean> {
  for (const signature of await reader.signaturesOf(packageHash)) {
    if (signature.keyFingerprint !== keyFingerprint && await verifies(signature)) return true;
  }
  return false;
}

/** Looks up each key once, for a consistent snapshot. */
function verifier(lookup: TrustLookup): Verifies {
  const keys = new Map<Fingerprint, Promise<Uint8Array<ArrayBuffer> | null>>();
  return async ({ keyFingerprint, packageHash, signature }) => {
    const key = keys.get(keyFingerprint) ?? trustedBytes(lookup, keyFingerprint);
    keys.set(keyFingerprint, key);
    const bytes = await key;
    return bytes !== null && await ed25519Verify(bytes, packageHashBytes(packageHash), signature);
  };
}

async function trustedBytes(
  lookup: TrustLookup,
  fingerprint: Fingerprint,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const facts = await lookup(fingerprint);
  const standing = standingOf(facts);
  const rows = standing.kind === "trusted" ? standing.rows : [];
  const keys = await Promise.all(rows.map((row) => toTrustedKeyInfo(row, facts)));
  return keys.find(({ isTrusted }) => isTrusted)?.publicKey.bytes ?? null;
}
