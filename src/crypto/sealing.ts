import { KEY_LENGTH } from "./ed25519.ts";

/** Bytes of the nonce, and of the tag after the ciphertext (NIST SP 800-38D). */
const NONCE_LENGTH = 12;
const TAG_LENGTH = 16;

/** Bytes of a sealed seed of 32 bytes: nonce (12) || ciphertext (32) || tag (16). */
export const SEALED_SEED_LENGTH = NONCE_LENGTH + KEY_LENGTH + TAG_LENGTH;

/**
 * Encrypts a secret with AES-256-GCM: nonce (12) || ciphertext || tag (16), no additional data. The key has 32 bytes.
 */
export async function seal(
  key: Uint8Array<ArrayBuffer>,
  nonce: Uint8Array<ArrayBuffer>,
  secret: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  const ciphertext = await crypto.subtle.encrypt(
    { name: "AES-GCM", iv: nonce },
    await importKey(key, "encrypt"),
    secret,
  );
  return new Uint8Array([...nonce, ...new Uint8Array(ciphertext)]);
}

/** Decrypts the output of `seal`; null if authentication fails. The caller wipes the secret. */
export async function unseal(
  key: Uint8Array<ArrayBuffer>,
  sealed: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer> | null> {
  if (sealed.length <= NONCE_LENGTH + TAG_LENGTH) return null;
  const algorithm = { name: "AES-GCM", iv: sealed.subarray(0, NONCE_LENGTH) };
  const imported = await importKey(key, "decrypt");
  try {
    const ciphertext = sealed.subarray(NONCE_LENGTH);
    return new Uint8Array(await crypto.subtle.decrypt(algorithm, imported, ciphertext));
  } catch {
    return null;
  }
}

/** Imports a 32-byte key; Web Crypto also accepts 16 and 24 bytes. Throws RangeError for these. */
async function importKey(
  key: Uint8Array<ArrayBuffer>,
  use: "encrypt" | "decrypt",
): Promise<CryptoKey> {
  if (key.length !== 32) throw new RangeError("a master key has 32 bytes");
  return await crypto.subtle.importKey("raw", key, "AES-GCM", false, [use]);
}
