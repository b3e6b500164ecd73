import { createHash } from "node:crypto";

/** Bytes of a SHA-256 digest (FIPS 180-4). */
export const DIGEST_LENGTH = 32;

/** An incremental SHA-256: any number of chunks, then the 32-byte digest, once. */
export interface Sha256Stream {
  readonly update: (chunk: Uint8Array) => void;
  readonly digest: () => Uint8Array<ArrayBuffer>;
}

/** The SHA-256 of a small input. Use `sha256Stream` for large ones. */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

/** The SHA-256 of a small input in lower-case hex, without waiting. */
export function sha256Hex(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Creates an incremental SHA-256. Native and synchronous: Web Crypto needs the whole input in memory. */
export function sha256Stream(): Sha256Stream {
  const hash = createHash("sha256");
  return {
    update: (chunk) => void hash.update(chunk),
    digest: () => new Uint8Array(hash.digest()),
  };
}
