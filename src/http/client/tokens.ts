import type { CreateTokenRequest } from "../../contract/tokens.ts";
import type { ApiTokenInfo } from "../../domain/api_token.ts";
import { fieldsOf, isSound } from "../../domain/damaged.ts";
import { toKeyName } from "../../domain/key_name.ts";
import { toRfc3339 } from "../../formats/rfc3339.ts";
import type { Operations } from "../../operations/operations.ts";
import { strangeAnswer } from "./strange_answer.ts";

type Tokens = Operations["tokens"];

/** `Operations.tokens` of a server. Checks that its answers are about the tokens of the request. */
export function checkedTokens(ask: Tokens): Tokens {
  return {
    create: async (request) => {
      const created = await ask.create(request);
      if (isAsked(request, created.info)) return created;
      throw strangeAnswer(
        "create the token",
        "the server says that it created another one",
        "`cloacina tokens list` shows it; revoke it",
      );
    },
    list: async (request) => {
      const listed = await ask.list(request);
      const { orgId } = request;
      const isOfOrg = (token: ApiTokenInfo) => token.orgId === orgId;
      if (orgId === null || listed.items.filter(isSound).every(isOfOrg)) return listed;
      throw strangeAnswer("list the tokens", "the server sent some of other organisations");
    },
    revoke: async (request) => {
      const revoked = await ask.revoke(request);
      const { id, revokedAt } = fieldsOf(revoked);
      if (id === request.id && revokedAt) return revoked;
      throw strangeAnswer(
        `revoke the token ${request.id}`,
        "the server does not say that it revoked it",
      );
    },
  };
}

/**
 * Whether a new token may do what was asked for, and no more. The server normalises its name and leaves out repeated
 * keys; times travel in whole seconds.
 */
function isAsked(
  { orgId, name, role, keyIds, expiresAt }: CreateTokenRequest,
  token: ApiTokenInfo,
): boolean {
  const seconds = (time: Date | null) => time && toRfc3339(time);
  return token.orgId === orgId && token.name === (name && toKeyName(name)) && token.role === role &&
    String(token.keyIds) === String(keyIds && [...new Set(keyIds)]) && token.revokedAt === null &&
    seconds(token.expiresAt) === seconds(expiresAt);
}
