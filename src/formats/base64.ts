import type { Bytes } from "../crypto/bytes.ts";

/**
 * Decodes base64 (RFC 4648, section 4) strictly: padded and canonical, without white space or stray bits in the last
 * character. Returns undefined for any other text.
 */
export function decodeBase64(text: string): Bytes | undefined {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return undefined;
  const bytes = decode(text, "base64");
  return bytes?.toBase64() === text ? bytes : undefined;
}

/** Decodes base64url without padding, as in JOSE (RFC 7515, section 2). As strict as `decodeBase64`. */
export function decodeBase64Url(text: string): Bytes | undefined {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) return undefined;
  const bytes = decode(text, "base64url");
  return bytes !== undefined && encodeBase64Url(bytes) === text ? bytes : undefined;
}

/** Encodes base64url without padding. */
export function encodeBase64Url(bytes: Uint8Array): string {
  return bytes.toBase64({ alphabet: "base64url", omitPadding: true });
}

function decode(text: string, alphabet: "base64" | "base64url"): Bytes | undefined {
  try {
    return Uint8Array.fromBase64(text, { alphabet });
  } catch {
    return undefined;
  }
}
