import { type ApiTokenInfo, type ApiTokenRecord, whyUnusable } from "../../domain/api_token.ts";

/** Converts a row for display, without the token's hash. */
export function toApiTokenInfo(
  { tokenHash: _, ...shown }: ApiTokenRecord,
  now: Date,
): ApiTokenInfo {
  return { ...shown, status: whyUnusable(shown, now) ?? "active" };
}
