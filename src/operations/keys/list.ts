import type { ListKeysRequest } from "../../contract/keys.ts";
import type { Stored } from "../../domain/damaged.ts";
import type { Items } from "../../domain/list_slice.ts";
import type { SigningKeyInfo } from "../../domain/signing_key.ts";
import type { LocalParts } from "../parts.ts";
import { toStoredKeyInfo } from "./signing_key_info.ts";

/** Lists the signing keys of an organisation, oldest first, inconsistent and damaged ones with their fault. */
export async function listKeys(
  { store }: LocalParts,
  { orgId, includeRevoked, page }: ListKeysRequest,
): Promise<Items<Stored<SigningKeyInfo>>> {
  const { rows, ...rest } = await store.withDamaged.listSigningKeys(
    { orgId, includeRevoked },
    page,
  );
  return { items: rows.map(toStoredKeyInfo), ...rest };
}
