import { type BytesOrHex, der, join } from "../key_bytes.ts";
import { LOCKED_X25519_PEM, PASSPHRASE, PBKDF2_PEM, SCRYPT_PEM } from "../sample_keys.ts";
import { badKeys } from "./bad_key.ts";

const SALT = der("04", "0102030405060708");
const IV = "000102030405060708090a0b0c0d0e0f";
const CIPHERTEXT = der("04", IV, IV, IV, IV);

const AES_256_CBC = "060960864801650304012a";
const AES_CBC = der("30", AES_256_CBC, der("04", IV));
const HMAC_SHA256 = "300c06082a864886f70d02090500";
const PBKDF2 = kdf("06092a864886f70d01050c", SALT, "020101", HMAC_SHA256);

const COSTS = "its scrypt costs";
const ITERATIONS = "its PBKDF2 iterations are not from 1 to 10000000";
const WRONG = { code: "wrong_passphrase", passphrase: "incorrect horse" } as const;
const WRONG_MESSAGE = 'Cannot unlock the private key "FILE": the passphrase is wrong';

/** Encrypted PKCS #8 that asks for what is refused, or that does not open. */
export const BAD_ENCRYPTED = badKeys("private", "encrypted PKCS #8", [
  [
    "PBES1",
    encrypted(der("30", "06092a864886f70d010503", "3000")),
    "it is encrypted with PBES1 (MD5 and DES)",
  ],
  [
    "3DES of PKCS #12",
    encrypted(der("30", "060a2a864886f70d010c0103", "3000")),
    "the 3DES of PKCS #12",
  ],
  [
    "an unknown scheme",
    encrypted(der("30", "06032a0304", "3000")),
    "an unknown algorithm",
  ],
  [
    "3DES",
    pbes2(PBKDF2, der("30", "06082a864886f70d0307", der("04", "0001020304050607"))),
    "DES-EDE3-CBC",
  ],
  ["AES-GCM", pbes2(PBKDF2, der("30", "060960864801650304012e", "3000")), "with AES-256-GCM"],
  ["an unknown cipher", pbes2(PBKDF2, der("30", "06032a0304", "3000")), "an unknown algorithm"],
  ["an unknown derivation", pbes2(kdf("06032a0304", SALT), AES_CBC), "an unknown algorithm"],
  ["HMAC-MD5", pbkdf2(SALT, "020101", "300c06082a864886f70d02060500"), "an unknown algorithm"],
  [
    "an HMAC with parameters",
    pbkdf2(SALT, "020101", der("30", "06082a864886f70d0209", "3000")),
    "HMAC has",
  ],
  ["no iterations", pbkdf2(SALT, "020100"), ITERATIONS],
  ["10,000,001 iterations", pbkdf2(SALT, "0204" + "00989681"), ITERATIONS],
  ["negative iterations", pbkdf2(SALT, "0201ff"), "its DER lacks a small integer"],
  [
    "a PBKDF2 key of 16 bytes for AES-256",
    pbkdf2(SALT, "020101", "020110"),
    "does not fit the cipher",
  ],
  [
    "two digests",
    pbkdf2(SALT, "020101", HMAC_SHA256, HMAC_SHA256),
    "its PBKDF2 has one field too many",
  ],
  [
    "a salt of 129 bytes",
    pbkdf2(der("04", "00".repeat(129)), "020101"),
    "salt of its encryption is over 128",
  ],
  ["a salt that is an algorithm", pbkdf2(HMAC_SHA256, "020101"), "its DER lacks an octet string"],
  ["scrypt with N = 3", scrypt("020103", "020101", "020101"), `${COSTS} are invalid`],
  ["scrypt with N = 1", scrypt("020101", "020101", "020101"), `${COSTS} are invalid`],
  ["scrypt with r = 0", scrypt("020102", "020100", "020101"), `${COSTS} are invalid`],
  ["scrypt with p = 0", scrypt("020102", "020101", "020100"), `${COSTS} are invalid`],
  [
    "scrypt with p = 17",
    scrypt("020102", "020101", "020111"),
    `${COSTS} are above 128 MiB, r = 1024 or p = 16`,
  ],
  ["scrypt with r = 1025", scrypt("020102", "02020401", "020101"), `${COSTS} are above 128 MiB`],
  // 64 MiB by N and r, and another 512 MiB by r and p.
  ["scrypt with r = 2^18", scrypt("020102", "0203040000", "020110"), `${COSTS} are above 128 MiB`],
  ["scrypt in 256 MiB", scrypt("0203040000", "020108", "020101"), `${COSTS} are above 128 MiB`],
  [
    "scrypt with r = 2^30",
    scrypt("020102", "020440000000", "020101"),
    `${COSTS} are above 128 MiB`,
  ],
  [
    "a scrypt key of 16 bytes for AES-256",
    scrypt("020102", "020101", "020101", "020110"),
    "does not fit",
  ],
  [
    "an IV of 8 bytes",
    pbes2(PBKDF2, der("30", AES_256_CBC, der("04", IV.slice(16)))),
    "IV of its encryption",
  ],
  ["no IV", pbes2(PBKDF2, der("30", AES_256_CBC)), "its DER lacks an octet string"],
  [
    "an empty ciphertext",
    pbes2(PBKDF2, AES_CBC, "0400"),
    "its ciphertext is not a whole number of blocks",
  ],
  [
    "a block that is cut short",
    pbes2(PBKDF2, AES_CBC, der("04", IV, "00")),
    "whole number of blocks",
  ],
  ["a byte after the key", join(pbes2(PBKDF2, AES_CBC), "00"), "it is not DER"],
  [
    "a field after the ciphertext",
    der("30", ...fields(PBKDF2, AES_CBC), "0500"),
    "not have the fields of a key",
  ],
  ["noise for a ciphertext", pbes2(PBKDF2, AES_CBC), WRONG_MESSAGE, {
    ...WRONG,
    passphrase: PASSPHRASE,
  }],
  ["the wrong passphrase (PBKDF2)", PBKDF2_PEM, WRONG_MESSAGE, WRONG],
  ["the wrong passphrase (scrypt)", SCRYPT_PEM, WRONG_MESSAGE, WRONG],
  ["an empty passphrase", SCRYPT_PEM, WRONG_MESSAGE, { ...WRONG, passphrase: "" }],
  ["a passphrase with a space after it", SCRYPT_PEM, WRONG_MESSAGE, {
    ...WRONG,
    passphrase: `${PASSPHRASE} `,
  }],
  ["an X25519 key inside", LOCKED_X25519_PEM, "its algorithm is X25519, not Ed25519", {
    passphrase: PASSPHRASE,
  }],
]);

function encrypted(scheme: Uint8Array): Uint8Array<ArrayBuffer> {
  return der("30", scheme, CIPHERTEXT);
}

function pbes2(derivation: BytesOrHex, cipher: BytesOrHex, ciphertext: BytesOrHex = CIPHERTEXT) {
  return der("30", ...fields(derivation, cipher, ciphertext));
}

function fields(derivation: BytesOrHex, cipher: BytesOrHex, ciphertext: BytesOrHex = CIPHERTEXT) {
  return [der("30", "06092a864886f70d01050d", der("30", derivation, cipher)), ciphertext];
}

function kdf(identifier: string, ...parameters: readonly BytesOrHex[]): Uint8Array<ArrayBuffer> {
  return der("30", identifier, der("30", ...parameters));
}

function pbkdf2(...parameters: readonly BytesOrHex[]): Uint8Array<ArrayBuffer> {
  return pbes2(kdf("06092a864886f70d01050c", ...parameters), AES_CBC);
}

function scrypt(...costs: readonly BytesOrHex[]): Uint8Array<ArrayBuffer> {
  return pbes2(kdf("06092b06010401da47040b", SALT, ...costs), AES_CBC);
}
