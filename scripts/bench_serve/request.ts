import type { Ask, LoadJob } from "./load_job.ts";

/** Whom a request is for, and who asks. */
export type Caller = Pick<LoadJob, "token" | "keyId" | "orgId">;

/** Bytes of a package hash. */
const HASH_BYTES = 32;

/** A whole HTTP/1.1 request. */
export function toRequest(ask: Ask, server: string, caller: Caller): Uint8Array {
  const { keyId, orgId } = caller;
  switch (ask.kind) {
    case "sign": {
      const path = `/v1/signing-keys/${keyId}/signatures`;
      return post(path, server, caller, { ...newHashes(ask.hashes), store: ask.store });
    }
    case "verify":
      return post("/v1/verify", server, caller, { org_id: orgId, package_hash: ask.hash });
    case "list":
      return encode(head("GET", `/v1/signing-keys?org_id=${orgId}&limit=10`, server, caller));
  }
}

/** A request of one hash and one of many are different requests of the API. */
function newHashes(count: number) {
  const digits = crypto.getRandomValues(new Uint8Array(count * HASH_BYTES)).toHex();
  const hashes = Array.from(
    { length: count },
    (_, index) => digits.slice(index * 2 * HASH_BYTES, (index + 1) * 2 * HASH_BYTES),
  );
  return count === 1 ? { package_hash: hashes[0] } : { package_hashes: hashes };
}

function post(path: string, server: string, caller: Caller, document: unknown): Uint8Array {
  const body = JSON.stringify(document);
  const fields = ["content-type: application/json", `content-length: ${body.length}`];
  return encode(head("POST", path, server, caller, fields) + body);
}

function head(
  method: string,
  path: string,
  server: string,
  { token }: Caller,
  fields: readonly string[] = [],
): string {
  const lines = [`${method} ${path} HTTP/1.1`, `host: ${server}`, `authorization: Bearer ${token}`];
  return [...lines, ...fields, "", ""].join("\r\n");
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
