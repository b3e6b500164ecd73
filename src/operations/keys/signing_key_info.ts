import { type Damaged, isDamaged, type Stored } from "../../domain/damaged.ts";
import { faultOf } from "../../domain/key_fault.ts";
import type { SigningKeyRecord } from "../../domain/records.ts";
import type { SigningKeyInfo } from "../../domain/signing_key.ts";
import { keyIntegrity } from "./key_integrity.ts";

/** Converts a row for display: without its seed, and with its fault, if any. */
export function toSigningKeyInfo(key: SigningKeyRecord): SigningKeyInfo {
  const { id, orgId, name, publicKey, fingerprint, createdAt, revokedAt } = key;
  return {
    id,
    orgId,
    name,
    publicKey: { bytes: publicKey, fingerprint },
    createdAt,
    revokedAt,
    fault: faultOf(key),
  };
}

/** Converts a damaged row for display. */
export function toDamagedKey(
  { fault, intact }: Damaged<SigningKeyRecord>,
): Damaged<SigningKeyInfo> {
  const { publicKey: bytes, fingerprint, sealedSeed: _, ...others } = intact;
  const publicKey = { ...(bytes && { bytes }), ...(fingerprint && { fingerprint }) };
  return { fault, intact: { ...others, publicKey } };
}

/** Converts a row for display, whether it is damaged or not. */
export function toStoredKeyInfo(key: Stored<SigningKeyRecord>): Stored<SigningKeyInfo> {
  return isDamaged(key) ? toDamagedKey(key) : toSigningKeyInfo(key);
}

/** The same, for a row whose public key will be used. Throws `key_integrity`. */
export function toSoundKeyInfo(key: SigningKeyRecord): SigningKeyInfo {
  const info = toSigningKeyInfo(key);
  if (info.fault !== null) throw keyIntegrity(key, info.fault);
  return info;
}
