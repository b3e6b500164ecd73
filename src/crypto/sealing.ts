// By node:crypto: Web Crypto hands each seed to another thread, which takes four times the processor time.
import { createCipheriv, createDecipheriv } from "node:crypto";
import type { Bytes } from "./bytes.ts";
import { KEY_LENGTH } from "./ed25519.ts";

const ALGORITHM = "aes-256-gcm";

/** Bytes of the nonce, which the caller draws at random (NIST SP 800-38D, section 8.2.2). */
export const NONCE_LENGTH = 12;

/** Bytes of the tag after the ciphertext. */
const TAG_LENGTH = 16;

/** Bytes of a sealed seed of 32 bytes: nonce (12) || ciphertext (32) || tag (16). */
export const SEALED_SEED_LENGTH = NONCE_LENGTH + KEY_LENGTH + TAG_LENGTH;

/**
 * Encrypts a secret with AES-256-GCM: nonce (12) || ciphertext || tag (16), no additional data. Throws RangeError for a
 * key or nonce of another length.
 */
// Async, so that what is thrown is a rejection.
// deno-lint-ignore require-await
export async function seal(key: Bytes, nonce: Bytes, secret: Bytes): Promise<Bytes> {
  requireKey(key);
  if (nonce.length !== NONCE_LENGTH) throw new RangeError(`a nonce has ${NONCE_LENGTH} bytes`);
  const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_LENGTH });
  const ciphertext = cipher.update(secret);
  cipher.final();
  return new Uint8Array([...nonce, ...ciphertext, ...cipher.getAuthTag()]);
}

/** Decrypts the output of `seal`; null if authentication fails. The caller wipes the secret. */
// deno-lint-ignore require-await
export async function unseal(key: Bytes, sealed: Bytes): Promise<Bytes | null> {
  requireKey(key);
  if (sealed.length <= NONCE_LENGTH + TAG_LENGTH) return null;
  const nonce = sealed.subarray(0, NONCE_LENGTH);
  const decipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_LENGTH });
  decipher.setAuthTag(sealed.subarray(-TAG_LENGTH));
  const opened = decipher.update(sealed.subarray(NONCE_LENGTH, -TAG_LENGTH));
  try {
    decipher.final();
    return new Uint8Array(opened);
  } catch {
    return null;
  } finally {
    opened.fill(0);
  }
}

/** AES also has keys of 16 and 24 bytes. */
function requireKey(key: Bytes): void {
  if (key.length !== 32) throw new RangeError("a master key has 32 bytes");
}
