import type { Codec, Endpoint } from "../contract/endpoint.ts";
import type { RefusalsRequest } from "../contract/refusals.ts";
import type { ApiTokenInfo } from "../domain/api_token.ts";
import type { RecentRefusal } from "../domain/recent_refusal.ts";
import type { Operations } from "../operations/operations.ts";

/** A request that was admitted: who asks, and for what. */
export interface Call {
  /** The operations as this token may use them. */
  readonly operations: Operations;
  readonly token: ApiTokenInfo;
  readonly request: unknown;
  /** What was lately refused, as far as this token may see it. */
  readonly refusals: (request: RefusalsRequest) => readonly RecentRefusal[];
}

/** What the server reads of an entry of the contract. */
type Served = Pick<
  Endpoint<never, unknown>,
  | "method"
  | "path"
  | "summary"
  | "role"
  | "params"
  | "query"
  | "body"
  | "maxBytes"
  | "status"
  | "looksAtToken"
>;

/** One route: what it takes, what it gives, and what it does. */
export interface Route extends Served {
  /** A codec for JSON; or, where bytes come back, the media types that they may have. */
  readonly answer: Codec<unknown> | readonly string[];
  /** Gives what the codec encodes, or bytes. */
  readonly handle: (call: Call) => Promise<unknown>;
}

/** An answer that is not JSON. */
export interface BytesAnswer {
  readonly mediaType: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}
