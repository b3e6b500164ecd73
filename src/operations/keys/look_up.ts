import type { KeyReference } from "../../domain/key_reference.ts";
import type { SigningKeyInfo } from "../../domain/signing_key.ts";
import type { LocalParts } from "../parts.ts";
import { findKey } from "./find_key.ts";
import { toSigningKeyInfo } from "./signing_key_info.ts";

/** One signing key as its row is, and what is wrong with that. Throws `key_not_found`, `invalid_request`. */
export async function lookUpKey(
  { store }: LocalParts,
  reference: KeyReference,
): Promise<SigningKeyInfo> {
  return await toSigningKeyInfo(await findKey(store, reference));
}
