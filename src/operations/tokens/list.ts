import type { ListTokensRequest } from "../../contract/tokens.ts";
import type { ApiTokenInfo } from "../../domain/api_token.ts";
import type { Items } from "../../domain/list_slice.ts";
import type { LocalParts } from "../parts.ts";
import { toApiTokenInfo } from "./api_token_info.ts";

/** Lists API tokens, oldest first: all of them, or those of one organisation. */
export async function listApiTokens(
  { store, now }: LocalParts,
  { orgId, includeRevoked, page }: ListTokensRequest,
): Promise<Items<ApiTokenInfo>> {
  const { rows, ...rest } = await store.listApiTokens({ orgId, includeRevoked }, page);
  const at = now();
  return { items: rows.map((row) => toApiTokenInfo(row, at)), ...rest };
}
