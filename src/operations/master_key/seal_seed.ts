import { seal } from "../../crypto/sealing.ts";
import type { Bytes } from "../../crypto/bytes.ts";
import type { RandomBytes } from "../../formats/random_bytes.ts";

/** Bytes of an AES-GCM nonce (SP 800-38D, section 8.2.2). */
const NONCE_LENGTH = 12;

/** Encrypts a seed with the master key and a fresh random nonce: the 60 bytes of docs/format.md, "Sealed seed". */
export async function sealSeed(
  masterKey: Bytes,
  seed: Bytes,
  random: RandomBytes,
): Promise<Bytes> {
  return await seal(masterKey, random(NONCE_LENGTH), seed);
}
