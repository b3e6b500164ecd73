import { CloacinaError } from "../errors.ts";
import { type Fingerprint, fingerprintOf } from "./fingerprint.ts";
import { toPublicKey } from "./public_key.ts";

/** What a row says of a key. */
export interface KeyClaim {
  readonly publicKey: Uint8Array<ArrayBuffer>;
  readonly fingerprint: Fingerprint;
}

/**
 * What is wrong with a row's key, in words, or null: its fingerprint must be that of its public key, and the public key
 * one that may be trusted. Nothing in a database keeps anyone from writing another.
 */
export async function faultOf({ publicKey, fingerprint }: KeyClaim): Promise<string | null> {
  if (await fingerprintOf(publicKey) !== fingerprint) {
    return "its fingerprint is not that of its public key";
  }
  return await toPublicKey(publicKey).then(() => null, toFault);
}

function toFault(error: unknown): string {
  if (error instanceof CloacinaError) return "its public key is weak, or not a point of Ed25519";
  throw error;
}
