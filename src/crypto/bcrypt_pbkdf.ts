import bcrypt from "bcrypt-pbkdf";

/** The arguments of the package's function. */
type PbkdfArguments = readonly [
  passphrase: Uint8Array,
  passphraseLength: number,
  salt: Uint8Array,
  saltLength: number,
  key: Uint8Array,
  keyLength: number,
  rounds: number,
];

/** The one function that is used of a package without types: it returns 0 on success. */
interface BcryptPbkdf {
  readonly pbkdf: (...all: PbkdfArguments) => number;
}

/** Parameters of bcrypt_pbkdf. */
export interface BcryptParameters {
  readonly salt: Uint8Array;
  readonly rounds: number;
}

/**
 * Derives a key of `length` bytes with OpenSSH's bcrypt_pbkdf. Pure JavaScript, which blocks for about 12 ms per round:
 * the caller limits the rounds, and wipes the passphrase and the key. Throws RangeError on an empty passphrase or salt.
 */
export function bcryptPbkdfKey(
  passphrase: Uint8Array,
  { salt, rounds }: BcryptParameters,
  length: number,
): Uint8Array<ArrayBuffer> {
  const key = new Uint8Array(length);
  const { pbkdf } = bcrypt as BcryptPbkdf;
  const status = pbkdf(passphrase, passphrase.length, salt, salt.length, key, length, rounds);
  if (status !== 0) throw new RangeError("bcrypt_pbkdf needs a passphrase, a salt and a round");
  return key;
}
