import type { RevokeTokenRequest } from "../../contract/tokens.ts";
import type { ApiTokenInfo, ApiTokenRecord } from "../../domain/api_token.ts";
import { quoted } from "../../domain/quoted.ts";
import { CloacinaError } from "../../errors.ts";
import type { StoreReader } from "../../store/store.ts";
import { apiTokenEvent } from "../events.ts";
import type { LocalParts } from "../parts.ts";
import { transact } from "../transact.ts";
import { toApiTokenInfo } from "./api_token_info.ts";

/**
 * Revokes a token, from the next request on. Throws `token_not_found` if there is none, it belongs to another
 * organisation, or it is revoked already.
 */
export async function revokeApiToken(
  parts: LocalParts,
  request: RevokeTokenRequest,
): Promise<ApiTokenInfo> {
  return await transact(parts, { revokes: [request.id] }, async (writer) => {
    const token = await findToken(writer, request);
    const revokedAt = parts.now();
    if (!await writer.revokeApiToken(token.id, revokedAt)) {
      throw notFound(request, "it was revoked");
    }
    const info = toApiTokenInfo({ ...token, revokedAt }, revokedAt);
    return { result: info, events: [apiTokenEvent("api_token.revoked", token)] };
  });
}

async function findToken(
  reader: StoreReader,
  request: RevokeTokenRequest,
): Promise<ApiTokenRecord> {
  const token = await reader.apiToken(request.id);
  if (token === null) throw notFound(request, "there is no such token");
  const { orgId } = request;
  if (orgId !== null && token.orgId !== orgId) throw notFound(request, "there is no such token");
  if (token.revokedAt === null) return token;
  throw notFound(request, `it was revoked at ${token.revokedAt.toISOString()}`);
}

function notFound({ id }: RevokeTokenRequest, state: string): CloacinaError {
  return new CloacinaError("token_not_found", `Cannot revoke the token ${quoted(id)}: ${state}`, {
    hint: "`cloacina tokens list --all` shows them",
  });
}
