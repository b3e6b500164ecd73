import { CloacinaError } from "../../errors.ts";
import { createDirectClient } from "./client_proxy.ts";
import type { ServerKind } from "./server_kind.ts";

/** Where a server is. */
export interface ServerAddress {
  /** Without a trailing slash. May have a path, for a server behind a reverse proxy. */
  readonly url: string;
  /** PEM certificates to trust in addition to the system's. */
  readonly caCert: string | null;
}

/**
 * Makes what connects to a server. Plain HTTP bypasses the proxy set in the environment, which would see the token.
 * Throws `invalid_request` for certificates that the runtime does not take.
 */
export function connect(
  { url, caCert }: ServerAddress,
  { certificates }: ServerKind,
): Deno.HttpClient {
  const isPlain = new URL(url).protocol === "http:";
  const create = isPlain ? createDirectClient : Deno.createHttpClient;
  if (caCert === null) return create({});
  try {
    return create({ caCerts: [caCert] });
  } catch (cause) {
    const message = `Cannot trust the certificates of ${certificates}: they are damaged`;
    throw new CloacinaError("invalid_request", message, { cause });
  }
}
