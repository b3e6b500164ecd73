/** The formats in which a key is written. A public one is read in these, in hex and in base64. */
export const KEY_FORMATS = ["pem", "der", "raw", "jwk", "ssh"] as const;

/** One of `KEY_FORMATS`. */
export type KeyFormat = typeof KEY_FORMATS[number];

/** The formats in which a private key may be behind a passphrase; "pkcs8" is PEM or DER. */
export type LockedKeyFormat = "pkcs8" | "openssh";

/** The formats of 32 bytes and nothing else, which do not say which half of a key pair they are. */
export const BARE_FORMATS = ["raw", "hex", "base64"] as const;

/** One of `BARE_FORMATS`. */
export type BareFormat = typeof BARE_FORMATS[number];

/** The formats in which a private key is read. */
export type PrivateKeyFormat = LockedKeyFormat | "jwk" | BareFormat;

/** Whether a file in this format does not say which half of a key pair it holds. */
export function isBare(format: string): format is BareFormat {
  return BARE_FORMATS.some((bare) => bare === format);
}
