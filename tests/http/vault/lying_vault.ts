import assert from "node:assert/strict";
import { ed25519Signer } from "../../../src/crypto/ed25519.ts";
import { CloacinaError, type ErrorCode } from "../../../src/errors.ts";
import type { VaultLocation } from "../../../src/http/vault/vault_transport.ts";

/** The token that is shown to Vaults of the tests. */
export const VAULT_TOKEN = "hvs.CANARYcanaryCANARYcanary";

/** A key that a Vault of the tests has as its only version. */
export const key = await ed25519Signer(new Uint8Array(32).fill(7));

/** A request that came, read. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: Headers;
  readonly body: { readonly key_version: number; readonly batch_input: { input: string }[] };
}

/** What Vault says of that key, and how it signs: a test says what else is said instead. */
export interface Said {
  readonly key?: (asked: Asked) => Response | object;
  readonly sign?: (asked: Asked) => Response | object | Promise<Response | object>;
}

/** What Vault answers about the key, with other members where a test says so. */
export function keyAnswer(data: object = {}): object {
  return {
    data: {
      type: "ed25519",
      derived: false,
      latest_version: 1,
      min_encryption_version: 0,
      keys: { 1: { public_key: key.publicKey.toBase64() } },
      ...data,
    },
  };
}

/** What Vault answers where it signs all. */
export async function signAnswer({ body }: Asked): Promise<{ data: { batch_results: object[] } }> {
  const batch_results = await Promise.all(body.batch_input.map(async ({ input }) => {
    const signature = await key.sign(Uint8Array.fromBase64(input));
    return { signature: `vault:v1:${signature.toBase64()}` };
  }));
  return { data: { batch_results } };
}

/** Calls `body` with a server that answers as Vault does, but for what a test says. */
export async function withLyingVault(
  said: Said,
  body: (location: VaultLocation, asked: readonly Asked[]) => Promise<void>,
): Promise<void> {
  const all: Asked[] = [];
  const stop = new AbortController();
  const options = { hostname: "127.0.0.1", port: 0, signal: stop.signal, onListen: () => {} };
  const server = Deno.serve(options, async (request) => {
    const text = await request.text();
    const { pathname: path } = new URL(request.url);
    const { method, headers } = request;
    const one = { method, path, headers, body: text === "" ? null : JSON.parse(text) };
    all.push(one);
    const answer = method === "GET"
      ? (said.key ?? (() => keyAnswer()))(one)
      : await (said.sign ?? signAnswer)(one);
    return answer instanceof Response ? answer : Response.json(answer);
  });
  const url = `http://127.0.0.1:${server.addr.port}`;
  try {
    await body({ url, token: VAULT_TOKEN, namespace: null, caCert: null }, all);
  } finally {
    // What is not answered yet never is.
    stop.abort();
    await server.finished;
  }
}

/** Asserts that a promise rejects with a code, and that nothing of the token is in the error. */
export async function assertFails(code: ErrorCode, promise: Promise<unknown>) {
  const error = await promise.then(() => assert.fail("it did not fail"), (error) => error);
  assert.ok(error instanceof CloacinaError, `${error}`);
  assert.equal(error.code, code, error.message);
  assert.doesNotMatch(`${error.message} ${error.hint}`, /CANARY/);
  return error;
}
