import type { KeyId, OrgId } from "../../src/domain/ids.ts";
import type { Latencies } from "./latencies.ts";

/** What a connection asks for; the requests of a job are asked in turn. */
export type Ask =
  /** Signatures of so many hashes that nobody has signed before; of one alone, the request names a single hash. */
  | { readonly kind: "sign"; readonly hashes: number; readonly store: boolean }
  | { readonly kind: "verify"; readonly hash: string }
  | { readonly kind: "list" };

/** What the load generator is told. All of it goes through its standard input, so that no token is an argument. */
export interface LoadJob {
  /** Where the servers listen, as in "127.0.0.1:8080"; connections are dealt out over them in turn. */
  readonly servers: readonly string[];
  readonly token: string;
  readonly keyId: KeyId;
  readonly orgId: OrgId;
  readonly connections: number;
  readonly asks: readonly Ask[];
  /** In seconds, how long requests are begun in each period: after each the generator reports. */
  readonly periods: readonly number[];
  /** The most requests of a period; null for as many as there is time for. */
  readonly requests: number | null;
  /** Whether a server may say 503, that it has too much to do. Else that is an error. */
  readonly mayRefuse: boolean;
}

/** What happened in a period. */
export interface LoadReport extends Latencies {
  /** Until the last request was answered. */
  readonly seconds: number;
  /** Signatures in answers. */
  readonly signatures: number;
  /** Signatures of those that the server was to store. */
  readonly stored: number;
  /** Answers of 503, where they may be. */
  readonly refused: number;
  /** Other answers than 200, and connections that broke. */
  readonly errors: number;
  /** What the first of them was; null where there was none. */
  readonly firstError: string | null;
}
