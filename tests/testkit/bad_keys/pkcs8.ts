import { type BytesOrHex, der, join } from "../key_bytes.ts";
import { PUBLIC_KEY, SEED } from "../sample_keys.ts";
import { badKeys } from "./bad_key.ts";

const ED25519 = "300506032b6570";
const WRAPPED_SEED = der("04", der("04", SEED));

const NOT_DER = "it is not DER";

/** PKCS #8 in DER: another algorithm, or a field that is wrong. */
export const BAD_PKCS8S = badKeys("private", "PKCS #8", [
  ["RSA", algorithm("06092a864886f70d010101", "0500"), "its algorithm is RSA, not Ed25519"],
  ["X25519", algorithm("06032b656e"), "its algorithm is X25519, not Ed25519"],
  ["Ed448", algorithm("06032b6571"), "its algorithm is Ed448, not Ed25519"],
  ["P-256", algorithm("06072a8648ce3d0201", "06082a8648ce3d030107"), "is P-256, not Ed25519"],
  ["an unknown algorithm", algorithm("06032a0304"), "its algorithm is not Ed25519"],
  ["Ed25519 with NULL", algorithm("06032b6570", "0500"), "has parameters, and Ed25519 has none"],
  ["Ed25519 spelled with a long arc", algorithm("06042b80e570"), "its algorithm is not Ed25519"],
  ["a seed of 31 bytes", seed(der("04", SEED.slice(2))), "its seed is not 32 bytes"],
  ["a seed of 33 bytes", seed(der("04", SEED, "00")), "its seed is not 32 bytes"],
  ["a seed that is not wrapped", seed(SEED), "its seed is not 32 bytes"],
  ["a seed wrapped in a BIT STRING", seed(der("03", SEED)), "its seed is not 32 bytes"],
  ["bytes after the seed", seed(der("04", SEED), "00"), "its seed is not 32 bytes"],
  ["version 3", pkcs8("020102", ED25519, WRAPPED_SEED), "version does not fit its fields"],
  [
    "version 2 without a public key",
    pkcs8("020101", ED25519, WRAPPED_SEED),
    "version does not fit",
  ],
  ["version 1 with a public key", version("020100", der("81", "00", PUBLIC_KEY)), "does not fit"],
  ["a negative version", pkcs8("0201ff", ED25519, WRAPPED_SEED), "lacks a small integer"],
  ["a padded version", pkcs8("02020000", ED25519, WRAPPED_SEED), "lacks a small integer"],
  ["an empty version", pkcs8("0200", ED25519, WRAPPED_SEED), "lacks a small integer"],
  [
    "another key's public half",
    version("020101", der("81", "00", SEED)),
    "does not belong to its seed",
  ],
  [
    "half a public half",
    version("020101", der("81", "00", PUBLIC_KEY.slice(32))),
    "does not belong",
  ],
  [
    "a public half with unused bits",
    version("020101", der("81", "01", PUBLIC_KEY)),
    "whole number",
  ],
  [
    "an empty public half",
    version("020101", der("81")),
    "its public half is not a whole number of bytes",
  ],
  [
    "an explicit tag around two public halves",
    version("020101", der("a1", der("03", "00", PUBLIC_KEY), der("03", "00", PUBLIC_KEY))),
    "field that",
  ],
  [
    "an explicit tag around bytes",
    version("020101", der("a1", der("04", "00", PUBLIC_KEY))),
    "field that",
  ],
  [
    "another key's public half with an explicit tag",
    version("020101", der("a1", der("03", "00", SEED))),
    "does not belong to its seed",
  ],
  [
    "a field too many",
    version("020101", der("81", "00", PUBLIC_KEY), "8200"),
    "it has a field that PKCS",
  ],
  ["no seed", der("30", "020100", ED25519), "it is DER, but not a known kind of key"],
  ["a byte after the key", join(pkcs8("020100", ED25519, WRAPPED_SEED), "00"), NOT_DER],
  ["a key cut short", pkcs8("020100", ED25519, WRAPPED_SEED).slice(0, -1), NOT_DER],
  [
    "a length in two bytes",
    join("30812e", "020100", ED25519, WRAPPED_SEED),
    "it is BER, but not DER",
  ],
  ["no length", join("3080", "020100", ED25519, WRAPPED_SEED, "0000"), "it is BER, but not DER"],
  ["nesting without end", nested(40), NOT_DER],
  ["an RSA key (PKCS #1)", der("30", "020100", "020103", "020103"), "in its old form (PKCS #1)"],
  ["an EC key (SEC 1)", der("30", "020101", der("04", SEED)), "in its old form (SEC 1)"],
  ["a PKCS #12 file", der("30", "020103", "3000", "3000"), "it is a PKCS #12 file"],
  [
    "a certificate",
    der("30", "3000", "3000", "030100"),
    "does not have the fields of a certificate",
  ],
  ["an empty sequence", "0\0", "it is DER, but not a known kind of key"],
]);

function pkcs8(...fields: readonly BytesOrHex[]): Uint8Array<ArrayBuffer> {
  return der("30", ...fields);
}

function algorithm(...fields: readonly BytesOrHex[]): Uint8Array<ArrayBuffer> {
  return pkcs8("020100", der("30", ...fields), WRAPPED_SEED);
}

function seed(...wrapped: readonly BytesOrHex[]): Uint8Array<ArrayBuffer> {
  return pkcs8("020100", ED25519, der("04", ...wrapped));
}

function version(number: string, ...optional: readonly BytesOrHex[]): Uint8Array<ArrayBuffer> {
  return pkcs8(number, ED25519, WRAPPED_SEED, ...optional);
}

function nested(depth: number): Uint8Array<ArrayBuffer> {
  return depth === 0 ? join("020100") : der("30", nested(depth - 1));
}
