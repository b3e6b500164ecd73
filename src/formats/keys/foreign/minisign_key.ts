import { ed25519Signer, KEY_LENGTH } from "../../../crypto/ed25519.ts";
import type { Bytes } from "../../../crypto/bytes.ts";
import { scryptKey } from "../../../crypto/key_derivation.ts";
import { equalBytes } from "../../bytes.ts";
import { invalidKey } from "../invalid_key.ts";
import type { KeyHalves, LockedKeyHalves } from "../key_halves.ts";
import { unlock } from "../unlock.ts";
import { NACL_KEY_LENGTH, naclHalves } from "./nacl_pair.ts";
import { sodiumScryptCost } from "./sodium_scrypt_cost.ts";

/** The decoded length of a secret key of minisign. */
export const MINISIGN_KEY_LENGTH = 158;

/** Where the fields begin; numbers are little-endian. */
const AT = { derivation: 2, checksum: 4, salt: 6, operations: 38, memory: 46, encrypted: 54 };

/** The length of the key number that precedes the key, and is encrypted with it. */
const NUMBER_LENGTH = 8;

/** How much of what is encrypted is decrypted: Deno 2.7 derives no more than 64 bytes with scrypt. */
const DECRYPTED_LENGTH = 64;

/**
 * Parses a secret key of minisign ("Secret key format" of its manual): "Ed", the key derivation, "B2", salt, limits of
 * operations and memory; then the key number, the NaCl key and a checksum, all three XORed with a derived key. The
 * checksum is not needed, as the public key is compared with the seed; minisign itself leaves it empty if there is no
 * passphrase. Throws `invalid_key`, also if the derivation may take too much memory or time.
 */
export function readMinisignKey(bytes: Bytes): KeyHalves | LockedKeyHalves {
  const derivation = text(bytes.subarray(AT.derivation, AT.checksum));
  if (text(bytes.subarray(AT.checksum, AT.salt)) !== "B2") {
    throw invalidKey("its checksum is not BLAKE2b");
  }
  if (derivation === "\0\0") return naclHalves(naclPart(bytes.subarray(AT.encrypted)));
  if (derivation !== "Sc") throw invalidKey("its passphrase is not hashed by scrypt");
  const cost = sodiumScryptCost(number(bytes, AT.operations), number(bytes, AT.memory));
  const salt = bytes.slice(AT.salt, AT.operations);
  const encrypted = bytes.slice(AT.encrypted, AT.encrypted + DECRYPTED_LENGTH);
  const decrypt = async (passphrase: Bytes) => {
    const stream = await scryptKey(passphrase, { salt, cost }, DECRYPTED_LENGTH);
    return await requireKey(xor(stream, encrypted));
  };
  return { unlock: (passphrase) => unlock(passphrase, decrypt, readSeed) };
}

/** Requires that what was decrypted is a seed and the first part of its public key. Throws SyntaxError. */
async function requireKey(plaintext: Bytes): Promise<Bytes> {
  const key = naclPart(plaintext);
  const { publicKey } = await ed25519Signer(key.subarray(0, KEY_LENGTH));
  const known = key.subarray(KEY_LENGTH);
  if (equalBytes(publicKey.subarray(0, known.length), known)) return plaintext;
  plaintext.fill(0);
  throw new SyntaxError("its public half does not belong to its seed");
}

function readSeed(plaintext: Bytes): KeyHalves {
  return { seed: naclPart(plaintext).slice(0, KEY_LENGTH) };
}

/** The NaCl key behind the key number, as a view. */
function naclPart(section: Bytes): Bytes {
  return section.subarray(NUMBER_LENGTH, NUMBER_LENGTH + NACL_KEY_LENGTH);
}

/** XORs into `stream`. */
function xor(stream: Bytes, other: Bytes): Bytes {
  other.forEach((byte, index) => stream[index]! ^= byte);
  return stream;
}

/** A number of eight bytes; one that no double holds is above every limit, and stays so. */
function number(bytes: Bytes, start: number): number {
  return Number(new DataView(bytes.buffer, bytes.byteOffset + start, 8).getBigUint64(0, true));
}

function text(bytes: Bytes): string {
  return String.fromCharCode(...bytes);
}
