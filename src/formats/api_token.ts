import { sha256 } from "../crypto/sha256.ts";
import { API_TOKEN_PREFIX, type ApiTokenHash } from "../domain/api_token.ts";
import { decodeBase64Url, encodeBase64Url } from "./base64.ts";

/** Bytes of randomness in a token. */
export const API_TOKEN_BYTES = 32;

/** The text of a token: `clk_`, then 32 bytes as 43 characters of base64url. */
export function formatApiToken(bytes: Uint8Array): string {
  return `${API_TOKEN_PREFIX}${encodeBase64Url(bytes)}`;
}

/** Whether a text has the form of a token. Says nothing about whether anyone gave it out. */
export function isApiToken(text: string): boolean {
  if (!text.startsWith(API_TOKEN_PREFIX)) return false;
  return decodeBase64Url(text.slice(API_TOKEN_PREFIX.length))?.length === API_TOKEN_BYTES;
}

/** What is kept of a token: the SHA-256 of its whole text. 256 random bits need no slower hash. */
export async function hashApiToken(token: string): Promise<ApiTokenHash> {
  return (await sha256(new TextEncoder().encode(token))).toHex() as ApiTokenHash;
}
