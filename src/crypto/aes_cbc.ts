import type { Bytes } from "./bytes.ts";

/** Bytes of an AES block, and of the IV of CBC and CTR (FIPS 197; SP 800-38A). */
export const AES_BLOCK_LENGTH = 16;

/** AES-CBC with PKCS #7 padding (RFC 5652, section 6.3). The key has 16, 24 or 32 bytes, the IV 16. */
export async function aesCbcEncrypt(key: Bytes, iv: Bytes, plaintext: Bytes): Promise<Bytes> {
  const imported = await importKey(key);
  return new Uint8Array(await crypto.subtle.encrypt({ name: "AES-CBC", iv }, imported, plaintext));
}

/**
 * Decrypts the output of `aesCbcEncrypt`. Throws an OperationError on bad padding only: CBC is not authenticated, so a
 * modified ciphertext may decrypt.
 */
export async function aesCbcDecrypt(key: Bytes, iv: Bytes, ciphertext: Bytes): Promise<Bytes> {
  const imported = await importKey(key);
  return new Uint8Array(await crypto.subtle.decrypt({ name: "AES-CBC", iv }, imported, ciphertext));
}

/** Decrypts AES-CBC without padding, whole blocks only. Throws an OperationError on a broken block. */
export async function aesCbcDecryptBlocks(
  key: Bytes,
  iv: Bytes,
  ciphertext: Bytes,
): Promise<Bytes> {
  // Web Crypto requires padding, so append a block of padding that is chained to the last one.
  const padding = await aesCbcEncrypt(key, ciphertext.slice(-AES_BLOCK_LENGTH), new Uint8Array());
  return await aesCbcDecrypt(key, iv, new Uint8Array([...ciphertext, ...padding]));
}

function importKey(key: Bytes): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", key, "AES-CBC", false, ["encrypt", "decrypt"]);
}
