import type { KeyReference } from "../../domain/key_reference.ts";
import type { SigningKeyInfo } from "../../domain/signing_key.ts";
import type { LocalParts } from "../parts.ts";
import { findKey } from "./find_key.ts";
import { toSoundKeyInfo } from "./signing_key_info.ts";

/** Finds one signing key whose public key may be used. Throws `key_not_found`, `invalid_request`, `key_integrity`. */
export async function showKey(
  { store }: LocalParts,
  reference: KeyReference,
): Promise<SigningKeyInfo> {
  return toSoundKeyInfo(await findKey(store, reference));
}
