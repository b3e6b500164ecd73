import type { ListTokensRequest } from "../../contract/tokens.ts";
import type { ApiTokenInfo, ApiTokenRecord } from "../../domain/api_token.ts";
import { isDamaged, type Stored } from "../../domain/damaged.ts";
import type { Items } from "../../domain/list_slice.ts";
import type { LocalParts } from "../parts.ts";
import { toApiTokenInfo, toDamagedToken } from "./api_token_info.ts";

/** Lists API tokens, oldest first: all of them, or those of one organisation; damaged rows are marked. */
export async function listApiTokens(
  { store, now }: LocalParts,
  { orgId, includeRevoked, page }: ListTokensRequest,
): Promise<Items<Stored<ApiTokenInfo>>> {
  const { rows, ...rest } = await store.withDamaged.listApiTokens({ orgId, includeRevoked }, page);
  const at = now();
  return { items: rows.map((row) => toStoredInfo(row, at)), ...rest };
}

function toStoredInfo(row: Stored<ApiTokenRecord>, now: Date): Stored<ApiTokenInfo> {
  return isDamaged(row) ? toDamagedToken(row) : toApiTokenInfo(row, now);
}
