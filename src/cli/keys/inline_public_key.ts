import type { ReferencedBytes } from "./read_reference.ts";

/** How a public key begins that is given itself: `ed25519:BASE64`, an OpenSSH line, PEM; or a fingerprint, which is none. */
const INLINE =
  /^(ed25519:|fingerprint:|SHA256:|(?:ssh|ecdsa|sk)-[a-z0-9@.-]+[ \t]+(?=AAAA)|-----BEGIN PUBLIC KEY-----)/;

/**
 * The bytes of a public key that was given in place of its file; null for any other text. Its name is how it begins: the
 * rest may be a private key by mistake.
 */
export function inlinePublicKey(text: string): ReferencedBytes | null {
  const beginning = INLINE.exec(text)?.[1];
  if (beginning === undefined) return null;
  return { name: `${beginning}…`, bytes: new TextEncoder().encode(text), mode: null };
}

/** Whether a text is a public key itself; a fingerprint refers to one. */
export function isPublicKeyText(text: string): boolean {
  return inlinePublicKey(text) !== null && !/^(fingerprint|SHA256):/.test(text);
}
