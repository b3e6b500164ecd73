import { KEY_LENGTH } from "../crypto/ed25519.ts";
import { hasSmallOrder, isCanonicalPoint } from "../crypto/ed25519_points.ts";
import { CloacinaError } from "../errors.ts";
import { type Fingerprint, fingerprintOf } from "./fingerprint.ts";

/** A validated Ed25519 public key: 32 bytes, canonical, on the curve, not of small order. */
export interface PublicKey {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly fingerprint: Fingerprint;
}

/** Validates 32 raw bytes as a public key. Throws `invalid_key`. */
export function toPublicKey(bytes: Uint8Array<ArrayBuffer>): PublicKey {
  if (bytes.length !== KEY_LENGTH) throw invalid(`it has ${bytes.length} bytes, not ${KEY_LENGTH}`);
  if (hasSmallOrder(bytes)) throw invalid("it has small order, so anything would verify");
  if (!isCanonicalPoint(bytes)) throw invalid("it is not a canonical point of Ed25519");
  return { bytes, fingerprint: fingerprintOf(bytes) };
}

function invalid(state: string): CloacinaError {
  return new CloacinaError("invalid_key", `Cannot accept the public key: ${state}`);
}
