import type { ScryptCost } from "../../../crypto/key_derivation.ts";
import { invalidKey } from "../invalid_key.ts";

/** What minisign itself asks for: OPSLIMIT_SENSITIVE and MEMLIMIT_SENSITIVE of libsodium; 1 GiB, and some seconds. */
const MAX_OPERATIONS = 2 ** 25;
const MAX_MEMORY = 2 ** 30;

/** The least that libsodium computes with. */
const MIN_OPERATIONS = 2 ** 15;

/** The block size that libsodium always takes. */
const r = 8;

/**
 * The costs that libsodium derives from its limits of operations and memory, the latter in bytes (its documentation,
 * "crypto_pwhash_scryptsalsa208sha256"). Throws `invalid_key` for limits above those of minisign.
 */
export function sodiumScryptCost(operations: number, memory: number): ScryptCost {
  if (operations > MAX_OPERATIONS || memory > MAX_MEMORY) {
    throw invalidKey("its scrypt limits are above 1 GiB or 33554432 operations");
  }
  const allowed = Math.max(operations, MIN_OPERATIONS);
  if (allowed < memory / 32) return { N: powerOfTwo(allowed / (4 * r)), r, p: 1 };
  const N = powerOfTwo(memory / (128 * r));
  return { N, r, p: Math.floor(Math.floor(allowed / 4 / N) / r) };
}

/** The greatest power of two up to a number, and at least 2. */
function powerOfTwo(most: number): number {
  return 2 ** Math.max(1, Math.floor(Math.log2(most)));
}
