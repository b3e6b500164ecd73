import { equalDigests } from "../../crypto/equal_digests.ts";
import type { ApiTokenInfo } from "../../domain/api_token.ts";
import { hashApiToken, isApiToken } from "../../formats/api_token.ts";
import type { LocalParts } from "../parts.ts";
import { toApiTokenInfo } from "./api_token_info.ts";
import { unauthorized } from "./unauthorized.ts";

/**
 * The token that a caller has shown, as the store has it now: nothing is cached, so that a revocation counts from the
 * next request on. Throws `unauthorized`; only who holds the token itself learns that it was revoked or has expired.
 */
export async function authenticate(
  { store, now }: Pick<LocalParts, "store" | "now">,
  text: string,
): Promise<ApiTokenInfo> {
  if (!isApiToken(text)) throw unauthorized("it is not an API token");
  const tokenHash = await hashApiToken(text);
  const token = await store.findApiToken(tokenHash);
  // The store has looked it up by an index, whose time says something about the hash of a guess, never about a token.
  if (token === null || !equalDigests(token.tokenHash, tokenHash)) {
    throw unauthorized("there is no such token");
  }
  const info = toApiTokenInfo(token, now());
  if (info.status !== "active") throw unauthorized(`the token ${token.id} is ${info.status}`);
  return info;
}
