import { CloacinaError } from "../errors.ts";
import type { Stored } from "./damaged.ts";
import type { SigningKeyInfo } from "./signing_key.ts";

/** Bytes of a master key: AES-256. */
export const MASTER_KEY_LENGTH = 32;

/** Whether a master key decrypts one signing key, and what is wrong with the row. */
export interface MasterKeyCheck<Key = Stored<SigningKeyInfo>> {
  readonly key: Key;
  readonly opens: boolean;
  /** How the seed and its row disagree; null if they agree, or the seed or the row could not be read. */
  readonly seedFault: string | null;
}

/** The result of a master key rotation. */
export interface MasterKeyRotation {
  /** Seeds that were re-encrypted under the new master key. */
  readonly resealed: number;
  /** Seeds that were encrypted under the new master key before. */
  readonly alreadyNew: number;
}

/** Validates a master key: 32 bytes, not all zero, as an unset key would be. Throws `invalid_key`. */
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
