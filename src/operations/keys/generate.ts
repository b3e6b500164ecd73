import { KEY_LENGTH } from "../../crypto/ed25519.ts";
import type { GenerateKeyRequest } from "../../contract/keys.ts";
import type { SigningKeyInfo } from "../../domain/signing_key.ts";
import type { LocalParts } from "../parts.ts";
import { addKey } from "./add_key.ts";
import { toSigningKeyInfo } from "./signing_key_info.ts";

/** Generates a key pair and stores it, its seed encrypted. Throws `duplicate_name`, `wrong_master_key`. */
export async function generateKey(
  parts: LocalParts,
  { orgId, name, trust }: GenerateKeyRequest,
): Promise<SigningKeyInfo> {
  const seed = parts.random(KEY_LENGTH);
  try {
    const key = await addKey(parts, { orgId, name, seed }, { trust, reason: "generated" });
    return toSigningKeyInfo(key);
  } finally {
    seed.fill(0);
  }
}
