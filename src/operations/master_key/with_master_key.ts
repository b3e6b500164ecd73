import { requireMasterKey } from "../../domain/master_key.ts";
import type { Bytes } from "../../crypto/bytes.ts";
import type { MasterKeySource } from "../parts.ts";

/** Returns the master key, which the caller wipes. Throws `invalid_key` if it is all zeros or has another length. */
export async function openMasterKey(masterKey: MasterKeySource): Promise<Bytes> {
  const key = await masterKey();
  try {
    requireMasterKey(key);
    return key;
  } catch (error) {
    key.fill(0);
    throw error;
  }
}

/** Runs `use` with the master key, and wipes it afterwards. Throws the errors of `openMasterKey`. */
export async function withMasterKey<Result>(
  masterKey: MasterKeySource,
  use: (key: Bytes) => Promise<Result>,
): Promise<Result> {
  const key = await openMasterKey(masterKey);
  try {
    return await use(key);
  } finally {
    key.fill(0);
  }
}
