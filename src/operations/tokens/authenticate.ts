import { equalDigests } from "../../crypto/equal_digests.ts";
import type { ApiTokenInfo } from "../../domain/api_token.ts";
import { hashApiToken, isApiToken } from "../../formats/api_token.ts";
import type { LocalParts } from "../parts.ts";
import { toApiTokenInfo } from "./api_token_info.ts";
import { unauthorized } from "./unauthorized.ts";

/**
 * Looks up the token of a caller. Never cached, so that a revocation applies from the next request on. Throws
 * `unauthorized`; only the holder of the token learns that it was revoked or has expired.
 */
export async function authenticate(
  { store, now }: Pick<LocalParts, "store" | "now">,
  text: string,
): Promise<ApiTokenInfo> {
  if (!isApiToken(text)) throw unauthorized("it is not an API token");
  const tokenHash = hashApiToken(text);
  const token = await store.findApiToken(tokenHash);
  // The index lookup in the store is not constant-time, but reveals only something about the hash of a guess, not about
  // a token.
  if (token === null || !equalDigests(token.tokenHash, tokenHash)) {
    throw unauthorized("there is no such token");
  }
  const info = toApiTokenInfo(token, now());
  if (info.status !== "active") throw unauthorized(`the token ${token.id} is ${info.status}`);
  return info;
}
