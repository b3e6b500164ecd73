import { KEY_LENGTH } from "../../crypto/ed25519.ts";
import type { ImportKeyRequest } from "../../contract/keys.ts";
import { fingerprintOf } from "../../domain/fingerprint.ts";
import { knownSeed } from "../../domain/known_seed.ts";
import type { SigningKeyInfo } from "../../domain/signing_key.ts";
import { CloacinaError } from "../../errors.ts";
import type { LocalParts } from "../parts.ts";
import { addKey } from "./add_key.ts";
import { isKnownKey } from "./is_known.ts";
import { toSigningKeyInfo } from "./signing_key_info.ts";

/**
 * Stores an existing key pair, its seed encrypted. Throws `invalid_key`, also for a seed that is a public key in the
 * store, `duplicate_name`, `wrong_master_key`.
 */
export async function importKey(
  parts: LocalParts,
  { orgId, name, seed, trust }: ImportKeyRequest,
): Promise<SigningKeyInfo> {
  requireSeed(seed);
  const fingerprint = fingerprintOf(seed);
  if (await isKnownKey(parts, { orgId: null, fingerprint })) {
    throw knownSeed("import the key", fingerprint);
  }
  const key = await addKey(parts, { orgId, name, seed }, { trust, reason: "imported" });
  return toSigningKeyInfo(key);
}

function requireSeed({ length }: Uint8Array): void {
  if (length === KEY_LENGTH) return;
  const state = `it has ${length} bytes, not ${KEY_LENGTH}`;
  throw new CloacinaError("invalid_key", `Cannot import the key: ${state}`);
}
