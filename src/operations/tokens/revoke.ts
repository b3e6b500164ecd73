import type { RevokeTokenRequest } from "../../contract/tokens.ts";
import type { ApiTokenInfo, ApiTokenRecord } from "../../domain/api_token.ts";
import { fieldsOf, isDamaged, type Stored } from "../../domain/damaged.ts";
import { quoted } from "../../domain/quoted.ts";
import { CloacinaError } from "../../errors.ts";
import type { StoreReader } from "../../store/store.ts";
import { apiTokenEvent } from "../events.ts";
import type { LocalParts } from "../parts.ts";
import { type Outcome, transact } from "../transact.ts";
import { toApiTokenInfo, toDamagedToken } from "./api_token_info.ts";

/**
 * Revokes a token, from the next request on. Throws `token_not_found` if there is none, it belongs to another
 * organisation, or it is revoked already.
 */
export async function revokeApiToken(
  parts: LocalParts,
  request: RevokeTokenRequest,
): Promise<Stored<ApiTokenInfo>> {
  return await transact(
    parts,
    { revokes: [request.id] },
    async (writer): Promise<Outcome<Stored<ApiTokenInfo>>> => {
      const token = await findToken(writer, request);
      const revokedAt = parts.now();
      if (!await writer.revokeApiToken(request.id, revokedAt)) {
        throw notFound(request, "it was revoked");
      }
      const events = [apiTokenEvent("api_token.revoked", { ...fieldsOf(token), id: request.id })];
      if (isDamaged(token)) {
        const intact = { ...token.intact, revokedAt };
        return { result: toDamagedToken({ ...token, intact }), events };
      }
      return { result: toApiTokenInfo({ ...token, revokedAt }, revokedAt), events };
    },
  );
}

async function findToken(
  reader: StoreReader,
  request: RevokeTokenRequest,
): Promise<Stored<ApiTokenRecord>> {
  const token: Stored<ApiTokenRecord> | null = await reader.withDamaged.apiToken(request.id);
  if (token === null) throw notFound(request, "there is no such token");
  const { orgId } = request;
  const known = fieldsOf(token);
  if (orgId !== null && known.orgId !== orgId) throw notFound(request, "there is no such token");
  if (!known.revokedAt) return token;
  throw notFound(request, `it was revoked at ${known.revokedAt.toISOString()}`);
}

function notFound({ id }: RevokeTokenRequest, state: string): CloacinaError {
  return new CloacinaError("token_not_found", `Cannot revoke the token ${quoted(id)}: ${state}`, {
    hint: "`cloacina tokens list --all` shows the tokens and their IDs",
  });
}
