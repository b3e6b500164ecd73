import type { KeyId, OrgId } from "../../src/domain/ids.ts";

/** A request to the API. */
export type Ask =
  /** Sign new hashes. With one hash, this is the request for a single signature. */
  | { readonly kind: "sign"; readonly hashes: number; readonly store: boolean }
  | { readonly kind: "verify"; readonly hash: string }
  | { readonly kind: "list" };

/** The token of the caller, and the key and organisation it is for. */
export interface Caller {
  readonly token: string;
  readonly keyId: KeyId;
  readonly orgId: OrgId;
}

/** A request in the form that autocannon takes. */
export interface LoadRequest {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Called before each request; returns what to send. */
  readonly setupRequest?: (request: LoadRequest) => LoadRequest;
}

/** Bytes of a package hash. */
const HASH_BYTES = 32;

/** Builds a request. A request to sign gets new hashes every time it is sent. */
export function toRequest(ask: Ask, { token, keyId, orgId }: Caller): LoadRequest {
  const headers = { "authorization": `Bearer ${token}`, "content-type": "application/json" };
  switch (ask.kind) {
    case "sign": {
      const toBody = () => JSON.stringify({ ...newHashes(ask.hashes), store: ask.store });
      const path = `/v1/signing-keys/${keyId}/signatures`;
      const setupRequest = (request: LoadRequest) => ({ ...request, body: toBody() });
      return { method: "POST", path, headers, setupRequest };
    }
    case "verify": {
      const body = JSON.stringify({ org_id: orgId, package_hash: ask.hash });
      return { method: "POST", path: "/v1/verify", headers, body };
    }
    case "list": {
      const path = `/v1/signing-keys?org_id=${orgId}&limit=10`;
      return { method: "GET", path, headers };
    }
  }
}

/** The API has one request for a single hash and another for many. */
function newHashes(count: number) {
  const hashes = Array.from({ length: count }, () => newHash());
  return count === 1 ? { package_hash: hashes[0] } : { package_hashes: hashes };
}

function newHash(): string {
  return crypto.getRandomValues(new Uint8Array(HASH_BYTES)).toHex();
}
