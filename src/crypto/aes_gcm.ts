import type { Bytes } from "./bytes.ts";

/**
 * Decrypts AES-GCM (SP 800-38D): ciphertext with a 16-byte tag, 12-byte nonce, no additional data. Throws an
 * OperationError if authentication fails.
 */
export async function aesGcmDecrypt(key: Bytes, nonce: Bytes, sealed: Bytes): Promise<Bytes> {
  const imported = await crypto.subtle.importKey("raw", key, "AES-GCM", false, ["decrypt"]);
  return new Uint8Array(
    await crypto.subtle.decrypt({ name: "AES-GCM", iv: nonce }, imported, sealed),
  );
}
