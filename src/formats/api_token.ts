import { sha256Hex } from "../crypto/sha256.ts";
import type { ApiTokenHash } from "../domain/api_token.ts";
import { API_TOKEN_PREFIX } from "../domain/patterns.ts";
import { decodeBase64Url, encodeBase64Url } from "./base64.ts";

/** Bytes of randomness in a token. */
export const API_TOKEN_BYTES = 32;

/** Formats a token: `clk_`, then 32 bytes as 43 characters of base64url. */
export function formatApiToken(bytes: Uint8Array): string {
  return `${API_TOKEN_PREFIX}${encodeBase64Url(bytes)}`;
}

/** Whether a text has the form of a token. Does not tell whether the token exists. */
export function isApiToken(text: string): boolean {
  if (!text.startsWith(API_TOKEN_PREFIX)) return false;
  return decodeBase64Url(text.slice(API_TOKEN_PREFIX.length))?.length === API_TOKEN_BYTES;
}

/** The stored hash of a token: the SHA-256 of its text. 256 random bits need no slow hash. */
export function hashApiToken(token: string): ApiTokenHash {
  return sha256Hex(new TextEncoder().encode(token)) as ApiTokenHash;
}
