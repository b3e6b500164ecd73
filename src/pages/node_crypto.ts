// What a page has in the place of `node:crypto`: scripts/pages/bundle_page.ts maps the one to the other. The rooms that
// a page shares with the program import it statically, but a page only hashes: it has no secret to work with.
import { sha256, sha512 } from "@noble/hashes/sha2.js";

type Algorithm = "sha256" | "sha512";

const HASHES = { sha256, sha512 };

/** The digest of a small input, in hex. */
export function hash(algorithm: Algorithm, bytes: Uint8Array, _encoding: "hex"): string {
  return HASHES[algorithm](bytes).toHex();
}

/** An incremental digest. */
export function createHash(algorithm: Algorithm) {
  const state = HASHES[algorithm].create();
  return {
    update: (chunk: Uint8Array) => void state.update(chunk),
    digest: () => state.digest(),
  };
}

/** Only reached to derive the public half of 64 bytes that may be a key pair. */
export const KeyObject = { from: (key: CryptoKey) => key };

export const sign = refuse;
export const pbkdf2 = refuse;
export const scrypt = refuse;

function refuse(): never {
  throw new Error("a page has no secret to work with");
}
