/** Output formats of keys. Public keys are also read in hex and base64. */
export const KEY_FORMATS = ["pem", "der", "raw", "jwk", "ssh"] as const;

/** One of `KEY_FORMATS`. */
export type KeyFormat = typeof KEY_FORMATS[number];

/** Private key formats that may be encrypted. */
export type LockedKeyFormat = "pem" | "der" | "ssh" | "minisign" | "signify";

/** Private key formats without a container. */
export type SeedKeyFormat = "jwk" | "nacl" | "nix" | "securesystemslib";

/** Input formats of public keys, other than bare ones. Only `KEY_FORMATS` are written. */
export type PublicKeyFormat =
  | KeyFormat
  | "nix"
  | "minisign"
  | "signify"
  | "securesystemslib"
  | "certificate";

/** Formats of 32 bytes without a type, which may be a public key or a seed. */
const BARE_FORMATS = ["raw", "hex", "base64"] as const;

/** One of `BARE_FORMATS`. */
export type BareFormat = typeof BARE_FORMATS[number];

/** Input formats of private keys. */
export type PrivateKeyFormat = LockedKeyFormat | SeedKeyFormat | BareFormat;

/** Whether a file in this format may be a public key or a seed. */
export function isBare(format: string): format is BareFormat {
  return BARE_FORMATS.some((bare) => bare === format);
}
