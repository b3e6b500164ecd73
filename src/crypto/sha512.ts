import { createHash } from "node:crypto";
import type { Bytes } from "./bytes.ts";

/** The SHA-512 of small inputs, one after the other (FIPS 180-4), without waiting. */
export function sha512(...parts: readonly Uint8Array[]): Bytes {
  const hash = createHash("sha512");
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
}
