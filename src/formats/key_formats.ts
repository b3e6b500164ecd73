/** The formats in which a key is written, and a public one read. */
export const KEY_FORMATS = ["pem", "der", "raw", "jwk", "ssh"] as const;

/** One of `KEY_FORMATS`. */
export type KeyFormat = typeof KEY_FORMATS[number];

/** The formats in which a private key may be behind a passphrase; "pkcs8" is PEM or DER. */
export type LockedKeyFormat = "pkcs8" | "openssh";

/** The formats in which a private key is read. */
export type PrivateKeyFormat = LockedKeyFormat | "jwk" | "raw" | "hex" | "base64";
