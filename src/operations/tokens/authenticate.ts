import { equalDigests } from "../../crypto/equal_digests.ts";
import type { ApiTokenInfo } from "../../domain/api_token.ts";
import { hashApiToken, isApiToken } from "../../formats/api_token.ts";
import type { LocalParts } from "../parts.ts";
import { toApiTokenInfo } from "./api_token_info.ts";
import { unauthorized } from "./unauthorized.ts";

/**
 * Looks up the token of a caller now, so that a revocation applies from the next request on, and remembers it for
 * guesses. Throws `unauthorized`; only the holder of the token learns that it was revoked or has expired.
 */
export async function authenticate(
  { store, now, lastSeen }: Pick<LocalParts, "store" | "now" | "lastSeen">,
  text: string,
): Promise<ApiTokenInfo> {
  if (!isApiToken(text)) throw unauthorized("it is not an API token");
  const tokenHash = hashApiToken(text);
  const found = await store.findApiToken(tokenHash);
  // The index lookup in the store is not constant-time, but reveals only something about the hash of a guess, not about
  // a token.
  const token = found !== null && equalDigests(found.tokenHash, tokenHash) ? found : null;
  const info = token === null ? null : toApiTokenInfo(token, now());
  lastSeen?.tokens.set(tokenHash, info?.status === "active" ? token : null);
  if (info === null) throw unauthorized("there is no such token");
  if (info.status !== "active") throw unauthorized(`the token ${info.id} is ${info.status}`);
  return info;
}
