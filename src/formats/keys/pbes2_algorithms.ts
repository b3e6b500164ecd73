import type { Pbkdf2Digest } from "../../crypto/key_derivation.ts";
import type { DerValue } from "./der.ts";
import { isObjectIdentifier } from "./der_fields.ts";
import { invalidKey } from "./invalid_key.ts";

/** A table by dotted object identifier. */
type Table<Row> = Readonly<Record<string, Row>>;

/** The only supported scheme (RFC 8018, appendix A.4). */
export const PBES2 = "1.2.840.113549.1.5.13";

/** Key derivation functions (RFC 7914, section 7; RFC 8018, appendix A.2). */
export const SCRYPT = "1.3.6.1.4.1.11591.4.11";
export const PBKDF2 = "1.2.840.113549.1.5.12";

/** The cipher for writing; it is in the table of those for reading. */
export const AES_256_CBC = "2.16.840.1.101.3.4.1.42";

/** AES in CBC mode: key lengths in bytes (RFC 8018, appendix B.2.5). */
export const KEY_LENGTHS: Table<number> = {
  "2.16.840.1.101.3.4.1.2": 16,
  "2.16.840.1.101.3.4.1.22": 24,
  [AES_256_CBC]: 32,
};

/** The hash function for writing; it is in the table of those for reading. */
export const HMAC_SHA256 = "1.2.840.113549.2.9";

/** Hash functions for PBKDF2 (RFC 8018, appendix B.1). */
export const PBKDF2_DIGESTS: Table<Pbkdf2Digest> = {
  "1.2.840.113549.2.7": "sha1",
  "1.2.840.113549.2.8": "sha224",
  [HMAC_SHA256]: "sha256",
  "1.2.840.113549.2.10": "sha384",
  "1.2.840.113549.2.11": "sha512",
};

/** Names of unsupported algorithms, for messages: weak ciphers, other modes, and the schemes before PBES2. */
const REFUSED: Table<string> = {
  "1.2.840.113549.3.7": "DES-EDE3-CBC",
  "1.3.14.3.2.7": "DES-CBC",
  "1.2.840.113549.3.2": "RC2-CBC",
  "2.16.840.1.101.3.4.1.6": "AES-128-GCM",
  "2.16.840.1.101.3.4.1.26": "AES-192-GCM",
  "2.16.840.1.101.3.4.1.46": "AES-256-GCM",
  "1.2.840.113549.1.5.1": "PBES1 (MD2 and DES)",
  "1.2.840.113549.1.5.3": "PBES1 (MD5 and DES)",
  "1.2.840.113549.1.5.4": "PBES1 (MD2 and RC2)",
  "1.2.840.113549.1.5.6": "PBES1 (MD5 and RC2)",
  "1.2.840.113549.1.5.10": "PBES1 (SHA-1 and DES)",
  "1.2.840.113549.1.5.11": "PBES1 (SHA-1 and RC2)",
  "1.2.840.113549.1.12.1.1": "the RC4 of PKCS #12",
  "1.2.840.113549.1.12.1.2": "the 40-bit RC4 of PKCS #12",
  "1.2.840.113549.1.12.1.3": "the 3DES of PKCS #12",
  "1.2.840.113549.1.12.1.4": "the two-key 3DES of PKCS #12",
  "1.2.840.113549.1.12.1.5": "the RC2 of PKCS #12",
  "1.2.840.113549.1.12.1.6": "the 40-bit RC2 of PKCS #12",
};

/** `openssl` reads nearly all unsupported algorithms, and writes supported ones. */
export const REENCRYPT_HINT =
  "`openssl pkcs8 -topk8 -scrypt -in FILE -out NEW` encrypts it in a form that cloacina reads";

/** Looks up an object identifier. Throws `invalid_key`, which names the unsupported algorithm. */
export function lookUp<Row>(table: Table<Row>, identifier: DerValue | undefined): Row {
  const row = find(table, identifier);
  if (row !== undefined) return row;
  const name = find(REFUSED, identifier) ?? "an unknown algorithm";
  throw invalidKey(`it is encrypted with ${name}`, { hint: REENCRYPT_HINT });
}

function find<Row>(table: Table<Row>, identifier: DerValue | undefined): Row | undefined {
  return Object.entries(table).find(([dotted]) => isObjectIdentifier(identifier, dotted))?.[1];
}
