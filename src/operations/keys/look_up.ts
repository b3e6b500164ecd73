import type { KeyReference } from "../../domain/key_reference.ts";
import type { SigningKeyInfo } from "../../domain/signing_key.ts";
import type { LocalParts } from "../parts.ts";
import { findKey } from "./find_key.ts";
import { toSigningKeyInfo } from "./signing_key_info.ts";

/** Finds one signing key, even if its row is faulty. Throws `key_not_found`, `invalid_request`. */
export async function lookUpKey(
  { store }: LocalParts,
  reference: KeyReference,
): Promise<SigningKeyInfo> {
  return await toSigningKeyInfo(await findKey(store, reference));
}
