import { type ApiTokenInfo, type ApiTokenRecord, whyUnusable } from "../../domain/api_token.ts";

/** A row as it is shown: without the hash of its token. */
export function toApiTokenInfo(
  { tokenHash: _, ...shown }: ApiTokenRecord,
  now: Date,
): ApiTokenInfo {
  return { ...shown, status: whyUnusable(shown, now) ?? "active" };
}
