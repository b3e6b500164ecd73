import { KEY_LENGTH } from "../../crypto/ed25519.ts";
import type { Bytes } from "../../crypto/bytes.ts";
import { equalBytes } from "../bytes.ts";

/** What stands before the seed in an Ed25519 PKCS #8 key of version 1 (RFC 8410, section 7). */
export const PLAIN_PKCS8 = Uint8Array.fromHex("302e020100300506032b657004220420");

/** What stands before the key in an Ed25519 SubjectPublicKeyInfo (RFC 8410, section 4). */
export const PLAIN_SPKI = Uint8Array.fromHex("302a300506032b6570032100");

/**
 * Whether a DER file is such a prefix and 32 bytes. DER has one spelling of these forms only, so that the keys of
 * every day are read without loading an ASN.1 library.
 */
export function isPlainDer(prefix: Uint8Array, der: Uint8Array): boolean {
  return der.length === prefix.length + KEY_LENGTH &&
    equalBytes(der.subarray(0, prefix.length), prefix);
}

/** The 32 bytes after such a prefix, as a copy; undefined if the file is of any other form. */
export function readPlainDer(prefix: Uint8Array, der: Bytes): Bytes | undefined {
  return isPlainDer(prefix, der) ? der.slice(prefix.length) : undefined;
}
