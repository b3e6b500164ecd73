import { CloacinaError } from "../../errors.ts";
import { parseJson, receive } from "../client/client_answer.ts";
import { toFailure } from "../client/client_failure.ts";
import { connect } from "../client/client_transport.ts";
import type { VaultAnswer } from "./vault_answer.ts";
import { vaultUnavailable, vaultUnreachable } from "./vault_error.ts";

/** Where a Vault is, and what it is shown. */
export interface VaultLocation {
  /** Without a trailing slash. */
  readonly url: string;
  readonly token: string;
  readonly namespace: string | null;
  /** PEM certificates to trust in addition to the system's. */
  readonly caCert: string | null;
}

/** Asks a Vault: nothing is sent twice, and no redirect is followed, which would show the token to another machine. */
export interface VaultTransport {
  /** Sends a GET, or a POST where there is a body. Throws `signer_unavailable` if no answer comes. */
  readonly send: (path: string, body?: object) => Promise<VaultAnswer>;
  readonly close: () => void;
}

/** The timeout of a request, in milliseconds: that of Vault's own client. */
const ANSWER_LIMIT_MS = 60_000;

/** Speaks to one Vault over HTTP. */
export function vaultTransport(
  location: VaultLocation,
  answerLimit: number = ANSWER_LIMIT_MS,
): VaultTransport {
  const { url } = location;
  const client = connect(location);
  const headers = headersFor(location);
  return {
    send: async (path, body) => {
      const signal = AbortSignal.timeout(answerLimit);
      const init = { ...initOf(body), headers, redirect: "manual", signal, client } as const;
      try {
        const response = await fetch(`${url}/v1/${path}`, init);
        const answer = await receive(response, (state) => vaultUnavailable(url, state));
        return { status: answer.status, document: parseJson(answer.headers, answer.body) };
      } catch (thrown) {
        if (thrown instanceof CloacinaError) throw thrown;
        throw vaultUnreachable(toFailure(url, thrown, answerLimit).error);
      }
    },
    close: () => client.close(),
  };
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

/** When a connection breaks, the runtime sends a request again unless its body is a stream. */
function initOf(body: object | undefined): RequestInit {
  if (body === undefined) return { method: "GET" };
  const bytes = new TextEncoder().encode(JSON.stringify(body));
  return { method: "POST", body: ReadableStream.from([bytes]) };
}
