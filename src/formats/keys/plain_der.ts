import { KEY_LENGTH } from "../../crypto/ed25519.ts";
import type { Bytes } from "../../crypto/bytes.ts";
import { equalBytes } from "../bytes.ts";

/** The bytes before the key in an Ed25519 SubjectPublicKeyInfo (RFC 8410, section 4). */
export const PLAIN_SPKI = Uint8Array.fromHex("302a300506032b6570032100");

/**
 * Whether a DER file is one of these prefixes followed by 32 bytes. DER is canonical, so ordinary keys can be read
 * without loading an ASN.1 library.
 */
export function isPlainDer(prefix: Uint8Array, der: Uint8Array): boolean {
  return der.length === prefix.length + KEY_LENGTH &&
    equalBytes(der.subarray(0, prefix.length), prefix);
}

/** The 32 bytes after one of these prefixes, as a copy; undefined for any other file. */
export function readPlainDer(prefix: Uint8Array, der: Bytes): Bytes | undefined {
  return isPlainDer(prefix, der) ? der.slice(prefix.length) : undefined;
}
