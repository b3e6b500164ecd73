import type { Damaged } from "../../domain/damaged.ts";
import { type ApiTokenInfo, type ApiTokenRecord, whyUnusable } from "../../domain/api_token.ts";

/** Converts a damaged row for display. Nobody is admitted by it. */
export function toDamagedToken({ fault, intact }: Damaged<ApiTokenRecord>): Damaged<ApiTokenInfo> {
  const { tokenHash: _, ...shown } = intact;
  return { fault, intact: shown };
}

/** Converts a row for display, without the token's hash. */
export function toApiTokenInfo(
  { tokenHash: _, ...shown }: ApiTokenRecord,
  now: Date,
): ApiTokenInfo {
  return { ...shown, status: whyUnusable(shown, now) ?? "active" };
}
