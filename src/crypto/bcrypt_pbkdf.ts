import bcrypt from "bcrypt-pbkdf";
import { sha512 } from "./sha512.ts";

/** The one function that is used of a package without types: bcrypt_hash of two SHA-512 digests into 32 bytes. */
interface Bcrypt {
  readonly hash: (passphrase: Uint8Array, salt: Uint8Array, out: Uint8Array) => void;
}

/** Parameters of bcrypt_pbkdf. */
interface BcryptParameters {
  readonly salt: Uint8Array;
  readonly rounds: number;
}

/** Bytes that bcrypt_hash makes. */
const BLOCK_LENGTH = 32;

const { hash } = bcrypt as Bcrypt;

/**
 * Derives a key of `length` bytes, up to 1,024, with OpenBSD's bcrypt_pbkdf (bcrypt_pbkdf(3)): PBKDF2 with bcrypt, the
 * bytes of whose blocks alternate. The package's own `pbkdf` leaves a copy of the passphrase in memory. Pure
 * JavaScript, which blocks for about 12 ms per round: the caller limits the rounds, and wipes the passphrase and the
 * key. Throws RangeError on an empty passphrase or salt.
 */
export function bcryptPbkdfKey(
  passphrase: Uint8Array,
  { salt, rounds }: BcryptParameters,
  length: number,
): Uint8Array<ArrayBuffer> {
  if (passphrase.length === 0 || salt.length === 0 || rounds < 1) {
    throw new RangeError("bcrypt_pbkdf needs a passphrase, a salt and a round");
  }
  const key = new Uint8Array(length);
  const stride = Math.ceil(length / BLOCK_LENGTH);
  const used = Math.ceil(length / stride);
  const hashed = sha512(passphrase);
  for (let number = 0; number < stride; number++) {
    const block = deriveBlock(hashed, { salt, rounds }, number + 1);
    for (let at = 0; at < used && at * stride + number < length; at++) {
      key[at * stride + number] = block[at]!;
    }
    block.fill(0);
  }
  hashed.fill(0);
  return key;
}

/** One block: the XOR of all rounds, each of which has the digest of the one before as its salt. */
function deriveBlock(
  hashed: Uint8Array,
  { salt, rounds }: BcryptParameters,
  number: number,
): Uint8Array {
  const block = new Uint8Array(BLOCK_LENGTH);
  const round = new Uint8Array(BLOCK_LENGTH);
  let roundSalt = sha512(salt, Uint8Array.of(0, 0, 0, number));
  for (let left = rounds; left > 0; left--) {
    hash(hashed, roundSalt, round);
    round.forEach((byte, at) => block[at]! ^= byte);
    roundSalt = sha512(round);
  }
  round.fill(0);
  return block;
}
