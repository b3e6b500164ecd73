import { CloacinaError } from "../errors.ts";
import type { SigningKeyInfo } from "./signing_key.ts";

/** Bytes of a master key: AES-256. */
export const MASTER_KEY_LENGTH = 32;

/** Whether a master key opens one key of the store, and what is wrong if it does. */
export interface MasterKeyCheck {
  readonly key: SigningKeyInfo;
  readonly opens: boolean;
  /** What is wrong between the seed and its row, in words; null where nothing is, and where the seed did not open. */
  readonly seedFault: string | null;
}

/** What a change of the master key did. */
export interface MasterKeyRotation {
  /** Seeds that are sealed under the new master key now. */
  readonly resealed: number;
  /** Seeds that were so before. */
  readonly alreadyNew: number;
}

/** Admits bytes as a master key: 32, and not all zero, which is what a key that was never set looks like. Throws `invalid_key`. */
export function requireMasterKey(bytes: Uint8Array): void {
  if (bytes.length !== MASTER_KEY_LENGTH) {
    throw invalid(`it has ${bytes.length} bytes, not ${MASTER_KEY_LENGTH}`);
  }
  if (bytes.every((byte) => byte === 0)) throw invalid("it is all zero, as if it had not been set");
}

function invalid(state: string): CloacinaError {
  return new CloacinaError("invalid_key", `Cannot accept the master key: ${state}`, {
    hint:
      "a master key is 32 random bytes; `cloacina master-key generate` creates one for a new store",
  });
}
