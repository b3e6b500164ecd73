import type { Stored } from "../../domain/damaged.ts";
import type { KeyReference } from "../../domain/key_reference.ts";
import type { SigningKeyInfo } from "../../domain/signing_key.ts";
import type { LocalParts } from "../parts.ts";
import { findStoredKey } from "./find_key.ts";
import { seenKey } from "./recall_key.ts";
import { toStoredKeyInfo } from "./signing_key_info.ts";

/** Finds one signing key, even if its row is faulty. Throws `key_not_found`, `invalid_request`. */
export async function lookUpKey(
  parts: LocalParts,
  reference: KeyReference,
): Promise<Stored<SigningKeyInfo>> {
  return toStoredKeyInfo(seenKey(parts, reference) ?? await findStoredKey(parts.store, reference));
}
