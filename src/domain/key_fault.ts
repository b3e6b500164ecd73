import type { Bytes } from "../crypto/bytes.ts";
import { CloacinaError } from "../errors.ts";
import { isSound, type Stored } from "./damaged.ts";
import { type Fingerprint, fingerprintOf } from "./fingerprint.ts";
import { toPublicKey } from "./public_key.ts";

/** The public key and fingerprint in a row. */
export interface KeyClaim {
  readonly publicKey: Bytes;
  readonly fingerprint: Fingerprint;
}

/**
 * Describes what is wrong with a row's key, or null: the fingerprint must match the public key, and the public key must
 * be valid. The database enforces neither.
 */
export function faultOf({ publicKey, fingerprint }: KeyClaim): string | null {
  if (fingerprintOf(publicKey) !== fingerprint) {
    return "its fingerprint is not that of its public key";
  }
  try {
    toPublicKey(publicKey);
    return null;
  } catch (error) {
    if (error instanceof CloacinaError) return "its public key is weak, or not a point of Ed25519";
    throw error;
  }
}

/** The public key of the first of these rows that is consistent; null if none is. */
export function consistentKey<Row extends KeyClaim>(rows: readonly Stored<Row>[]): Bytes | null {
  return rows.filter(isSound<Row>).find((row) => faultOf(row) === null)?.publicKey ?? null;
}
