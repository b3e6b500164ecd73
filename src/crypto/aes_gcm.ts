import type { Bytes } from "./bytes.ts";

/**
 * Opens AES-GCM (SP 800-38D): the ciphertext with its 16-byte tag, a 12-byte nonce, no additional data. Throws an
 * OperationError on any change.
 */
export async function aesGcmDecrypt(key: Bytes, nonce: Bytes, sealed: Bytes): Promise<Bytes> {
  const imported = await crypto.subtle.importKey("raw", key, "AES-GCM", false, ["decrypt"]);
  return new Uint8Array(
    await crypto.subtle.decrypt({ name: "AES-GCM", iv: nonce }, imported, sealed),
  );
}
