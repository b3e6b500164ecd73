import { parseJson } from "../client/client_answer.ts";
import { connect, type ServerAddress } from "../client/client_connect.ts";
import { exchange } from "../client/client_exchange.ts";
import type { ServerKind } from "../client/server_kind.ts";
import {
  isTransient,
  type Outcome,
  PATIENCE,
  type Patience,
  retrying,
  type RetryLimit,
} from "../client/client_retry.ts";
import { vaultRefusal, vaultUnavailable } from "./vault_error.ts";

/** Where a Vault is, and what it is shown. */
export interface VaultLocation extends ServerAddress, RetryLimit {
  readonly token: string;
  readonly namespace: string | null;
}

/** A request: a GET, or a POST where there is a body. To repeat it changes nothing. */
interface VaultRequest {
  /** For errors, as in "read the key vault:transit/release". */
  readonly action: string;
  readonly path: string;
  readonly body?: object;
}

/** Asks a Vault. */
export interface VaultTransport {
  /**
   * Has the document of an answer with status 200; undefined if that is not JSON. Asks again where Vault is temporarily
   * unavailable. Throws `signer_unavailable` if no answer comes, and the errors of `vaultRefusal`.
   */
  readonly send: (request: VaultRequest) => Promise<unknown>;
  readonly close: () => void;
}

const VAULT_SERVER: ServerKind = {
  code: "signer_unavailable",
  strange: (url, state) => vaultUnavailable(url, state),
  certificates: "VAULT_CACERT",
  hints: {
    address: "check VAULT_ADDR, and that Vault runs there",
    authority:
      "this may not be the server you meant; if it uses a private CA, get that CA's certificate from the operator, and name it with VAULT_CACERT",
    name: "give a name that its certificate has, in VAULT_ADDR",
    port: "let Vault listen on another port",
  },
};

/**
 * Statuses of a Vault that is sealed, waits for its cluster or has too much to do, and of a proxy before it. 500 is that of
 * a node whose cluster has no active one at the moment.
 */
const TRANSIENT_STATUSES = [412, 429, 500, 502, 503, 504];

/** Speaks to one Vault over HTTP. */
export function vaultTransport(
  location: VaultLocation,
  patience: Patience = PATIENCE,
): VaultTransport {
  const { url } = location;
  const client = connect(location, VAULT_SERVER);
  const limit = patience.answerLimit;
  const retry = retrying(location, patience);
  return {
    send: (request) =>
      retry({
        exchange: () =>
          exchange(
            { client, url, kind: VAULT_SERVER, limit },
            `${url}/v1/${request.path}`,
            initOf(location, request),
          ),
        read: (outcome) => documentOf(location, request, outcome),
        mayRetry: (outcome) => isTransient(outcome, TRANSIENT_STATUSES),
      }),
    close: () => client.close(),
  };
}

function initOf(location: VaultLocation, { body }: VaultRequest): RequestInit {
  const headers = headersFor(location);
  return body === undefined
    ? { method: "GET", headers }
    : { method: "POST", headers, body: JSON.stringify(body) };
}

function documentOf(
  { url, token }: VaultLocation,
  { action }: VaultRequest,
  outcome: Outcome,
): unknown {
  if ("error" in outcome) throw outcome.error;
  const { status, headers, body } = outcome;
  const document = parseJson(headers, body);
  if (status === 200) return document;
  throw vaultRefusal({ action, url, token }, { status, document });
}

/** A proxy of Vault's may refuse requests without the header that a forged one cannot have. */
function headersFor({ token, namespace }: VaultLocation): Readonly<Record<string, string>> {
  return {
    accept: "application/json",
    "x-vault-request": "true",
    "x-vault-token": token,
    ...(namespace !== null && { "x-vault-namespace": namespace }),
  };
}
