import { createHash, hash } from "node:crypto";

/** Bytes of a SHA-256 digest (FIPS 180-4). */
export const DIGEST_LENGTH = 32;

/** An incremental SHA-256: any number of chunks, then the 32-byte digest, once. */
export interface Sha256Stream {
  readonly update: (chunk: Uint8Array) => void;
  readonly digest: () => Uint8Array<ArrayBuffer>;
}

/**
 * The SHA-256 of a small input. Use `sha256Stream` for large ones. Synchronous: Web Crypto hands each input to another
 * thread, which costs several times as much as the hash.
 */
export function sha256(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return Uint8Array.fromHex(sha256Hex(bytes));
}

/** The same in lower-case hex. */
export function sha256Hex(bytes: Uint8Array): string {
  return hash("sha256", bytes, "hex");
}

/** Creates an incremental SHA-256. Native and synchronous: Web Crypto needs the whole input in memory. */
export function sha256Stream(): Sha256Stream {
  const hash = createHash("sha256");
  return {
    update: (chunk) => void hash.update(chunk),
    digest: () => new Uint8Array(hash.digest()),
  };
}
