import type { ApiTokenInfo, ApiTokenRecord } from "../../domain/api_token.ts";

/** A row as it is shown: without the hash of its token. */
export function toApiTokenInfo({ tokenHash: _, ...info }: ApiTokenRecord): ApiTokenInfo {
  return info;
}
