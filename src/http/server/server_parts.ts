import type { Logger } from "@logtape/logtape";
import type { TokenAccess } from "../../operations/token_access.ts";
import type { ReadPage } from "./pages.ts";

/** What a server is made of. It never sees a store. */
export interface ServerParts extends TokenAccess {
  readonly log: Logger;
  /** A monotonic clock, in milliseconds. */
  readonly elapsed: () => number;
  readonly newId: () => string;
  /** The version that the API's description carries. */
  readonly version: string;
  /** Null where no pages are served. */
  readonly readPage: ReadPage | null;
}

/** What hono hands from one step of a request to the next. */
export interface Env {
  readonly Bindings: {
    /** Who sent the request. */
    readonly address: string;
  };
  readonly Variables: {
    requestId: string;
    /** The pattern of the route's path, or a dash where there is no such route. */
    route: string;
    tokenId: string;
    /** The code of the error, where it was one. */
    code: string;
    /** Details that the caller was not told. */
    reason: string;
    signatures: number;
  };
}
