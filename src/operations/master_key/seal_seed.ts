import { NONCE_LENGTH, seal } from "../../crypto/sealing.ts";
import type { Bytes } from "../../crypto/bytes.ts";
import type { RandomBytes } from "../../formats/random_bytes.ts";

/** Encrypts a seed with the master key and a fresh random nonce: the 60 bytes of docs/format.md, "Sealed seed". */
export async function sealSeed(
  masterKey: Bytes,
  seed: Bytes,
  random: RandomBytes,
): Promise<Bytes> {
  return await seal(masterKey, random(NONCE_LENGTH), seed);
}
