import { createHash } from "node:crypto";

/** Bytes of a SHA-256 digest (FIPS 180-4). */
export const DIGEST_LENGTH = 32;

/** A SHA-256 in the making: any number of chunks, then the 32-byte digest, once. */
export interface Sha256Stream {
  readonly update: (chunk: Uint8Array) => void;
  readonly digest: () => Uint8Array<ArrayBuffer>;
}

/** The SHA-256 of a few bytes. Whatever may be large goes through `sha256Stream`. */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

/** SHA-256 over a stream. Native and synchronous: Web Crypto would need the whole input in memory. */
export function sha256Stream(): Sha256Stream {
  const hash = createHash("sha256");
  return {
    update: (chunk) => void hash.update(chunk),
    digest: () => new Uint8Array(hash.digest()),
  };
}
