import type { ApiTokenInfo } from "../domain/api_token.ts";
import { CloacinaError, type ErrorCode } from "../errors.ts";
import { localOperations } from "./local.ts";
import type { Operations } from "./operations.ts";
import type { AuditTrail, LocalParts } from "./parts.ts";
import { requireReady } from "./readiness.ts";
import { restrictedOperations } from "./restricted.ts";
import { authenticate } from "./tokens/authenticate.ts";

/** What a server needs of a store: whose a token is, and what can be done in its name. */
export interface TokenAccess {
  /** The token with this text, as it is now. Throws `unauthorized`. */
  readonly authenticate: (text: string) => Promise<ApiTokenInfo>;
  /** The operations in the name of a token, on its organisation and its keys alone: it is the actor in the audit log. */
  readonly operationsFor: (token: ApiTokenInfo) => Operations;
  /** Writes to the audit log that somebody was refused: the holder of a token, or nobody that is known. */
  readonly auditRefusal: (
    token: ApiTokenInfo | null,
    address: string,
    reason: string,
  ) => Promise<void>;
  /** Throws what keeps requests from being served. */
  readonly requireReady: () => Promise<void>;
}

/** `auditAs` gives the audit trail of an actor; `requireAuditLog` throws what keeps all of them from being written. */
export function tokenAccess(
  parts: LocalParts,
  auditAs: (actor: string) => AuditTrail,
  requireAuditLog: () => Promise<void>,
): TokenAccess {
  const auditOf = (token: ApiTokenInfo | null): AuditTrail => {
    const write = auditAs(token === null ? "nobody" : `token:${token.id}`);
    return (events) => write(events).catch(blameServer("io_failed"));
  };
  return {
    authenticate: (text) => authenticate(parts, text).catch(blameServer("store_unavailable")),
    operationsFor: (token) => {
      const own = { ...parts, audit: auditOf(token), viewer: token.orgId, caller: token.id };
      return restrictedOperations(localOperations(own), token);
    },
    auditRefusal: (token, address, reason) =>
      auditOf(token)([{ type: "api_token.refused", address, reason }]),
    requireReady: async () => {
      await requireReady(parts);
      await requireAuditLog().catch(blameServer("io_failed"));
    },
  };
}

/** What only a server's operator can have done wrong, whatever it would be called at a terminal of theirs. */
const SERVER_FAULTS: readonly ErrorCode[] = ["store_unavailable", "store_corrupt", "io_failed"];

/** Nobody who sends a token can be at fault for what the store or the audit log refuses: a password, a symbolic link. */
function blameServer(code: ErrorCode): (thrown: unknown) => never {
  return (thrown) => {
    if (!(thrown instanceof CloacinaError) || thrown.code === "unauthorized") throw thrown;
    if (SERVER_FAULTS.includes(thrown.code)) throw thrown;
    throw new CloacinaError(code, thrown.message, { hint: thrown.hint, cause: thrown });
  };
}
