import { mapVerbs, type Method } from "../contract/map_verbs.ts";
import type { RefusalsRequest } from "../contract/refusals.ts";
import type { ApiTokenInfo, ApiTokenRecord } from "../domain/api_token.ts";
import { dropOldest } from "../domain/drop_oldest.ts";
import type { RecentRefusal } from "../domain/recent_refusal.ts";
import { CloacinaError, type ErrorCode, hasCode } from "../errors.ts";
import { hashApiToken, isApiToken } from "../formats/api_token.ts";
import { newLastSeen } from "./last_seen.ts";
import { localOperations } from "./local.ts";
import type { Operations } from "./operations.ts";
import type { AuditTrail, LocalParts } from "./parts.ts";
import { requireReady } from "./readiness.ts";
import { newRecentRefusals } from "./recent_refusals.ts";
import { ownOrNone, restrictedOperations } from "./restricted.ts";
import { toApiTokenInfo } from "./tokens/api_token_info.ts";
import { authenticate } from "./tokens/authenticate.ts";

/** A token as it was last seen, and operations that check it, and the keys that they use, where they act. */
export interface Guess {
  readonly token: ApiTokenInfo;
  readonly operations: Operations;
}

/** What a server needs of a store: to authenticate tokens, and to run operations for them. */
export interface TokenAccess {
  /** Looks up a token by its text. Throws `unauthorized`. */
  readonly authenticate: (text: string) => Promise<ApiTokenInfo>;
  /**
   * What a request may begin with that has a token which was seen before; null where none was. What fails by it counts
   * only where `mayBeOfGuess` says that it is not the guess's fault.
   */
  readonly guess: (text: string) => Guess | null;
  /** The operations of a token, limited to its organisation and keys. The token is the actor in the audit log. */
  readonly operationsFor: (token: ApiTokenInfo) => Operations;
  /** Writes a refusal to the audit log, of a token or an unauthenticated caller. */
  readonly auditRefusal: (
    token: ApiTokenInfo | null,
    address: string,
    reason: string,
  ) => Promise<void>;
  /** What was lately refused, as far as a token may see it. Throws `insufficient_permissions`. */
  readonly refusalsFor: (
    token: ApiTokenInfo,
    request: RefusalsRequest,
  ) => readonly RecentRefusal[];
  /** Throws if requests cannot be served. */
  readonly requireReady: () => Promise<void>;
}

/** `auditAs` returns the audit trail of an actor; `requireAuditLog` throws if the audit log cannot be written. */
export function tokenAccess(
  parts: LocalParts,
  auditAs: (actor: string) => AuditTrail,
  requireAuditLog: () => Promise<void>,
): TokenAccess {
  const refusals = newRecentRefusals(parts.now);
  const auditOf = (token: ApiTokenInfo | null): AuditTrail => {
    const write = auditAs(token === null ? "nobody" : `token:${token.id}`);
    return (events) => {
      refusals.add(token, events);
      return write(events).catch(blameServer("io_failed"));
    };
  };
  const lastSeen = newLastSeen();
  const operationsOf = (token: ApiTokenInfo, guessed: ApiTokenRecord | null) => {
    const caller = { audit: auditOf(token), viewer: token.orgId, caller: token.id };
    const own = { ...parts, ...caller, lastSeen, guessed };
    return restrictedOperations(blamingServer(localOperations(own)), token);
  };
  const guesses = new WeakMap<ApiTokenRecord, Operations>();
  const guess = (text: string): Guess | null => {
    const seen = isApiToken(text) ? lastSeen.tokens.get(hashApiToken(text)) : undefined;
    if (seen === undefined) return null;
    const token = toApiTokenInfo(seen, parts.now());
    if (token.status !== "active") return null;
    const operations = guesses.get(seen) ?? operationsOf(token, seen);
    guesses.set(seen, operations);
    return { token, operations };
  };
  return {
    guess,
    authenticate: (text) =>
      authenticate({ ...parts, lastSeen }, text).catch(blameServer("store_unavailable")),
    operationsFor: lastOf(MAX_TOKENS, nameOf, (token) => operationsOf(token, null)),
    auditRefusal: (token, address, reason) =>
      auditOf(token)([{ type: "api_token.refused", address, reason }]),
    refusalsFor: ({ orgId: own }, request) => {
      if (own === null) return refusals.about(request.orgId);
      // Who has a token for all organisations is no matter of one of them.
      return refusals.ofTokensOf(ownOrNone(own, request).orgId ?? own);
    },
    requireReady: async () => {
      await requireReady(parts);
      await requireAuditLog().catch(blameServer("io_failed"));
    },
  };
}

/** Before a token restricts anything, what is not permitted is so for a role of the database, or for a file. */
function blamingServer(operations: Operations): Operations {
  const blame = blameServer("store_unavailable");
  const blaming = mapVerbs<Method>(operations, (run) => async (request: never) => {
    try {
      return await run(request);
    } catch (thrown) {
      throw hasCode(thrown, "insufficient_permissions") ? blame(thrown) : thrown;
    }
  });
  return blaming as Operations;
}

/** For how many tokens the operations are remembered; they hold no row. */
const MAX_TOKENS = 100;

/** All of a token that its operations depend on. */
function nameOf({ id, orgId, keyIds }: ApiTokenInfo): string {
  return JSON.stringify([id, orgId, keyIds]);
}

/** The same function, which remembers its last results by their name. */
function lastOf<Given, Result>(
  most: number,
  name: (given: Given) => string,
  make: (given: Given) => Result,
): (given: Given) => Result {
  const made = new Map<string, Result>();
  return (given) => {
    const key = name(given);
    const result = made.get(key) ?? make(given);
    made.set(key, result);
    dropOldest(made, most);
    return result;
  };
}

/** Error codes that are always the server's fault. */
const SERVER_FAULTS: readonly ErrorCode[] = ["store_unavailable", "store_corrupt", "io_failed"];

/** Errors of the store or the audit log, such as a wrong password or a symbolic link, are not the caller's fault. */
function blameServer(code: ErrorCode): (thrown: unknown) => never {
  return (thrown) => {
    if (!(thrown instanceof CloacinaError) || thrown.code === "unauthorized") throw thrown;
    if (SERVER_FAULTS.includes(thrown.code)) throw thrown;
    throw thrown.with({ code });
  };
}
