import { ed25519Signer, KEY_LENGTH } from "../../../crypto/ed25519.ts";
import type { Bytes } from "../../../crypto/bytes.ts";
import { HEX_64_BYTES } from "../../../domain/patterns.ts";
import { decodeBase64, decodeBase64Url } from "../../base64.ts";
import { equalBytes } from "../../bytes.ts";
import type { SeedKey } from "../detected_key.ts";
import { invalidKey } from "../invalid_key.ts";
import type { KeyHalves } from "../key_halves.ts";

/** Bytes of a secret key of NaCl, as libsodium, TweetNaCl and Go have it: the seed, then its public key. */
export const NACL_KEY_LENGTH = 2 * KEY_LENGTH;

/** Splits the 64 bytes of a NaCl secret key, without checking that they belong together; the result holds copies. */
export function naclHalves(bytes: Uint8Array): KeyHalves {
  const [seed, publicKey] = [bytes.subarray(0, KEY_LENGTH), bytes.subarray(KEY_LENGTH)];
  return { seed: new Uint8Array(seed), claimedPublicKey: new Uint8Array(publicKey) };
}

/** Whether the second half of 64 bytes is the public key of the first, the seed. */
export async function isNaclPair(bytes: Uint8Array): Promise<boolean> {
  const { publicKey } = await ed25519Signer(bytes.subarray(0, KEY_LENGTH));
  return equalBytes(publicKey, bytes.subarray(KEY_LENGTH));
}

/**
 * Reads 64 bytes as a NaCl secret key; the result holds copies. As a signature or a digest has 64 bytes too, it throws
 * `invalid_key` if the second half is not the public key of the first.
 */
export async function readNaclPair(
  bytes: Uint8Array,
  format: "nacl" | "nix",
): Promise<SeedKey> {
  if (await isNaclPair(bytes)) return { half: "private", format, halves: naclHalves(bytes) };
  throw invalidKey("its 64 bytes are not a seed followed by its public key");
}

/** Decodes 64 bytes in hex, or in base64 in lines of any length; undefined for any other text. */
export function decodeNaclText(text: string): Bytes | undefined {
  if (HEX_64_BYTES.test(text)) return Uint8Array.fromHex(text);
  const word = text.replace(/\s+/g, "");
  // libsodium.js writes base64url without padding by default.
  const bytes = decodeBase64(word) ?? decodeBase64Url(word);
  return bytes?.length === NACL_KEY_LENGTH ? bytes : undefined;
}
