import type { Logger } from "@logtape/logtape";
import type { ApiTokenInfo, Operations } from "../operations/operations.ts";

/** What a server is made of. It never sees a store: only operations, and who may use them. */
export interface ServerParts {
  /** The token with this text, as it is now. Throws `unauthorized`. */
  readonly authenticate: (token: string) => Promise<ApiTokenInfo>;
  /** The operations in the name of a token: it is the actor in the audit log. What it may do is decided here, in http/. */
  readonly operationsFor: (token: ApiTokenInfo) => Operations;
  /** Writes a refused attempt to authenticate to the audit log. */
  readonly auditRefusal: (address: string, reason: string) => Promise<void>;
  /** Throws what keeps requests from being served. */
  readonly requireReady: () => Promise<void>;
  readonly log: Logger;
  /** Milliseconds that only ever grow. */
  readonly elapsed: () => number;
  readonly newId: () => string;
  /** The version that the API's description carries. */
  readonly version: string;
}

/** What hono hands from one step of a request to the next. */
export interface Env {
  readonly Bindings: {
    /** Who sent the request. */
    readonly address: string;
  };
  readonly Variables: {
    requestId: string;
    /** The pattern of the route's path; of what is no route, a dash. */
    route: string;
    tokenId: string;
    /** The code of the error, where it was one. */
    code: string;
    signatures: number;
  };
}
