import { ed25519Verify } from "../../crypto/ed25519.ts";
import { isDamaged, type Stored } from "../../domain/damaged.ts";
import type { Fingerprint } from "../../domain/fingerprint.ts";
import { packageHashBytes } from "../../domain/package_hash.ts";
import type { SignatureRecord } from "../../domain/records.ts";
import { standingOf } from "../../domain/trust.ts";
import type { TrustLookup } from "./load_trust.ts";
import { firstConsistent } from "./trusted_key_info.ts";

/** Whether a stored signature verifies for an organisation. */
export type Verifies = (signature: SignatureRecord) => Promise<boolean>;

/** Looks up each key once, for a consistent snapshot. */
export function verifierFor(lookup: TrustLookup): Verifies {
  const keys = new Map<Fingerprint, Promise<Uint8Array<ArrayBuffer> | null>>();
  return async ({ keyFingerprint, packageHash, signature }) => {
    const key = keys.get(keyFingerprint) ?? trustedBytes(lookup, keyFingerprint);
    keys.set(keyFingerprint, key);
    const bytes = await key;
    return bytes !== null && await ed25519Verify(bytes, packageHashBytes(packageHash), signature);
  };
}

/** Whether one of the signatures of a package, by another key, verifies. A damaged one does not. */
export async function hasAnother(
  rows: readonly Stored<SignatureRecord>[],
  { keyFingerprint }: SignatureRecord,
  verifies: Verifies,
): Promise<boolean> {
  for (const row of rows) {
    if (isDamaged(row) || row.keyFingerprint === keyFingerprint) continue;
    if (await verifies(row)) return true;
  }
  return false;
}

async function trustedBytes(
  lookup: TrustLookup,
  fingerprint: Fingerprint,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const standing = standingOf(await lookup(fingerprint));
  if (standing.kind !== "trusted") return null;
  const key = firstConsistent(standing.rows);
  return key.isTrusted ? key.publicKey.bytes : null;
}
