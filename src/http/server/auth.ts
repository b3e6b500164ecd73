import type { ApiTokenInfo } from "../../domain/api_token.ts";
import { type CloacinaError, hasCode } from "../../errors.ts";
import type { Guess } from "../../operations/token_access.ts";
import { unauthorized } from "../../operations/tokens/unauthorized.ts";
import { type FailedAttempts, MAX_FAILURES } from "./limits/attempts.ts";
import { networkOf } from "./limits/network_of.ts";
import { withStatus } from "./refusal.ts";
import type { ServerParts } from "./server_parts.ts";

/** What authentication needs: the lookup of tokens, earlier failures, and the audit log. */
export interface Gatekeeper extends Pick<ServerParts, "authenticate" | "guess" | "auditRefusal"> {
  /** By network. */
  readonly attempts: FailedAttempts;
  /** By the ID of the token. */
  readonly denials: FailedAttempts;
}

/** The scheme is case-insensitive (RFC 9110, section 11.1). */
const BEARER = /^bearer +(\S+)$/i;

/**
 * The token of a request. Throws `unauthorized`: with status 401, and after MAX_FAILURES failures of a network with 429
 * and without a line in the audit log, which nobody may flood. A good token is served all the same: one job with a
 * mistyped token must not lock out the others behind its address.
 */
export async function authenticateRequest(
  { authenticate, auditRefusal, attempts }: Gatekeeper,
  headers: Headers,
  address: string,
): Promise<ApiTokenInfo> {
  try {
    return await authenticate(tokenOf(headers));
  } catch (error) {
    if (!hasCode(error, "unauthorized")) throw error;
    const network = networkOf(address);
    const wait = attempts.secondsToWait(network);
    if (wait > 0) throw tooMany(wait);
    attempts.add(network);
    await auditRefusal(null, address, error.message);
    throw withStatus(error, 401, CHALLENGE);
  }
}

/** What the token of a request was when it was last seen; null where there is none that was. */
export function guessOf({ guess }: Gatekeeper, headers: Headers): Guess | null {
  const [, token] = BEARER.exec(headers.get("authorization") ?? "") ?? [];
  return token === undefined ? null : guess(token);
}

/** Writes to the audit log that a token was not allowed to do something, at most MAX_FAILURES times a minute. */
export async function auditDenial(
  { auditRefusal, denials }: Gatekeeper,
  { token, address }: { readonly token: ApiTokenInfo; readonly address: string },
  error: unknown,
): Promise<void> {
  if (!hasCode(error, "insufficient_permissions")) return;
  if (denials.secondsToWait(token.id) > 0) return;
  denials.add(token.id);
  await auditRefusal(token, address, error.message);
}

function tokenOf(headers: Headers): string {
  const header = headers.get("authorization");
  if (header === null) throw unauthorized("the request has no bearer token");
  const [, token] = BEARER.exec(header) ?? [];
  if (token === undefined) {
    throw unauthorized("the header authorization does not read Bearer TOKEN");
  }
  return token;
}

function tooMany(seconds: number): CloacinaError {
  const state = `${MAX_FAILURES} attempts from this address have failed`;
  const error = unauthorized(`${state}; it may try again in ${seconds} s`);
  return withStatus(error, 429, { ...CHALLENGE, "retry-after": String(seconds) });
}

const CHALLENGE = { "www-authenticate": 'Bearer realm="cloacina"' } as const;
