import { requireMasterKey } from "../../domain/master_key.ts";
import type { Bytes } from "../../formats/bytes.ts";
import type { MasterKeySource } from "../parts.ts";

/** Lends out the master key and wipes it afterwards. Throws `invalid_key` for one of zeros or of another length. */
export async function withMasterKey<Result>(
  masterKey: MasterKeySource,
  use: (key: Bytes) => Promise<Result>,
): Promise<Result> {
  const key = await masterKey();
  try {
    requireMasterKey(key);
    return await use(key);
  } finally {
    key.fill(0);
  }
}
