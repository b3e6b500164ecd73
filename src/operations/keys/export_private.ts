import { requireActive } from "../../domain/key_choice.ts";
import type { KeyReference } from "../../domain/key_reference.ts";
import type { Bytes } from "../../formats/bytes.ts";
import { signingKeyEvent } from "../events.ts";
import { openSeed } from "../master_key/open_seed.ts";
import { withMasterKey } from "../master_key/with_master_key.ts";
import type { SigningKeyInfo } from "../operations.ts";
import type { LocalParts } from "../parts.ts";
import { findKey } from "./find_key.ts";
import { toSigningKeyInfo } from "./signing_key_info.ts";

/** Opens a key's seed for the caller, who wipes it. Nobody gets it before the audit line is written. Throws `key_revoked`. */
export async function exportPrivateKey(
  parts: LocalParts,
  reference: KeyReference,
): Promise<{ key: SigningKeyInfo; seed: Bytes }> {
  const key = await findKey(parts.store, reference);
  requireActive(key, "export");
  const seed = await withMasterKey(
    parts.masterKey,
    (masterKey) => openSeed(parts.store, key, masterKey),
  );
  try {
    await parts.audit([signingKeyEvent("key.exported", key, "private key")]);
    return { key: await toSigningKeyInfo(key), seed };
  } catch (error) {
    seed.fill(0);
    throw error;
  }
}
