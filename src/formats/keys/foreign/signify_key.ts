import type { Bytes } from "../../../crypto/bytes.ts";
import { sha512 } from "../../../crypto/sha512.ts";
import { equalBytes } from "../../bytes.ts";
import { invalidKey } from "../invalid_key.ts";
import type { KeyHalves, LockedKeyHalves } from "../key_halves.ts";
import { unlock } from "../unlock.ts";
import { NACL_KEY_LENGTH, naclHalves } from "./nacl_pair.ts";

/** The decoded length of a secret key of signify. */
export const SIGNIFY_KEY_LENGTH = 104;

/** Where the fields begin; the number of rounds is big-endian. */
const AT = { derivation: 2, rounds: 4, salt: 8, checksum: 24, number: 32, key: 40 };

/** The maximum number of bcrypt rounds, at about 12 ms each. signify writes 42. */
const MAX_ROUNDS = 1024;

/** How a key is encrypted: XORed with a key that bcrypt_pbkdf derives; and the start of the SHA-512 of the key. */
interface SignifyEncryption {
  readonly rounds: number;
  readonly salt: Bytes;
  readonly checksum: Bytes;
}

/**
 * Parses a secret key of signify (signify.c of OpenBSD, `struct enckey`): "Ed", "BK", rounds, salt, checksum, key
 * number, and a NaCl key that is encrypted unless the rounds are zero. Throws `invalid_key`.
 */
export function readSignifyKey(bytes: Bytes): KeyHalves | LockedKeyHalves {
  if (String.fromCharCode(...bytes.subarray(AT.derivation, AT.rounds)) !== "BK") {
    throw invalidKey("its passphrase is not hashed by bcrypt");
  }
  const encryption = readEncryption(bytes);
  const key = bytes.slice(AT.key);
  if (encryption.rounds > 0) {
    const decrypt = (passphrase: Bytes) => decryptKey(key, encryption, passphrase);
    return { unlock: (passphrase) => unlock(passphrase, decrypt, naclHalves) };
  }
  const isIntact = fits(key, encryption.checksum);
  const halves = naclHalves(key);
  key.fill(0);
  if (isIntact) return halves;
  halves.seed.fill(0);
  throw invalidKey("its checksum is wrong");
}

function readEncryption(bytes: Bytes): SignifyEncryption {
  const rounds = new DataView(bytes.buffer, bytes.byteOffset).getUint32(AT.rounds);
  if (rounds > MAX_ROUNDS) throw invalidKey(`its bcrypt rounds are over ${MAX_ROUNDS}`);
  const salt = bytes.slice(AT.salt, AT.checksum);
  return { rounds, salt, checksum: bytes.slice(AT.checksum, AT.number) };
}

/** Decrypts a copy of the key. Throws SyntaxError if the checksum is wrong. */
async function decryptKey(
  key: Bytes,
  { rounds, salt, checksum }: SignifyEncryption,
  passphrase: Bytes,
): Promise<Bytes> {
  if (passphrase.length === 0) throw new SyntaxError("no signify key has an empty passphrase");
  const { bcryptPbkdfKey } = await import("../../../crypto/bcrypt_pbkdf.ts");
  const plaintext = bcryptPbkdfKey(passphrase, { salt, rounds }, NACL_KEY_LENGTH);
  key.forEach((byte, index) => plaintext[index]! ^= byte);
  if (fits(plaintext, checksum)) return plaintext;
  plaintext.fill(0);
  throw new SyntaxError("its checksum is wrong");
}

function fits(key: Bytes, checksum: Bytes): boolean {
  return equalBytes(sha512(key).subarray(0, checksum.length), checksum);
}
