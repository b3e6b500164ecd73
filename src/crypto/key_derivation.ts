import type { Bytes } from "./bytes.ts";
import { pbkdf2, scrypt } from "node:crypto";

/** Costs of scrypt (RFC 7914, section 2): N a power of two, block size r, parallelisation p. */
export interface ScryptCost {
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

/** Parameters of scrypt. */
interface ScryptParameters {
  readonly salt: Bytes;
  readonly cost: ScryptCost;
}

/** Hash functions for PBKDF2 (RFC 8018, appendix B.1). */
export type Pbkdf2Digest = "sha1" | "sha224" | "sha256" | "sha384" | "sha512";

/** Parameters of PBKDF2. */
interface Pbkdf2Parameters {
  readonly salt: Bytes;
  readonly iterations: number;
  readonly digest: Pbkdf2Digest;
}

/** Memory that scrypt needs: 128 * N * r bytes (RFC 7914, section 2). */
export function scryptMemory(cost: ScryptCost): number {
  return 128 * cost.N * cost.r;
}

/** Derives a key of `length` bytes with scrypt. The caller limits the cost, and wipes the passphrase and the key. */
export function scryptKey(
  passphrase: Bytes,
  { salt, cost }: ScryptParameters,
  length: number,
): Promise<Bytes> {
  // Node's default limit is 32 MiB, and scrypt needs memory beside its main table.
  const maxmem = 2 * scryptMemory(cost) + 128 * cost.r * cost.p;
  return new Promise((resolve, reject) =>
    scrypt(passphrase, salt, length, { ...cost, maxmem }, settle(resolve, reject))
  );
}

/**
 * Derives a key of `length` bytes with PBKDF2. The caller limits the iterations, and wipes the passphrase and the key.
 */
export function pbkdf2Key(
  passphrase: Bytes,
  { salt, iterations, digest }: Pbkdf2Parameters,
  length: number,
): Promise<Bytes> {
  return new Promise((resolve, reject) =>
    pbkdf2(passphrase, salt, iterations, length, digest, settle(resolve, reject))
  );
}

function settle(resolve: (key: Bytes) => void, reject: (reason: unknown) => void) {
  return (error: Error | null, key: Uint8Array): void => {
    if (error !== null) return reject(error);
    resolve(new Uint8Array(key));
    key.fill(0);
  };
}
