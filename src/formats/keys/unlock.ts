import { CloacinaError } from "../../errors.ts";
import type { Bytes } from "../../crypto/bytes.ts";
import type { KeyHalves } from "./key_halves.ts";

/**
 * Decrypts with the passphrase in UTF-8, as `openssl` and `ssh-keygen` do, parses the plaintext, and wipes both. Throws
 * `wrong_passphrase` for bad padding, a bad tag, or a malformed plaintext.
 */
export async function unlock(
  passphrase: string,
  decrypt: (passphrase: Bytes) => Promise<Bytes>,
  read: (plaintext: Bytes) => KeyHalves,
): Promise<KeyHalves> {
  const bytes = new TextEncoder().encode(passphrase);
  try {
    return readAndWipe(await decrypt(bytes), read);
  } catch (error) {
    throw showsWrongPassphrase(error) ? wrongPassphrase(error) : error;
  } finally {
    bytes.fill(0);
  }
}

/** Parses a plaintext, and wipes it; the parser must return copies. */
export function readAndWipe(plaintext: Bytes, read: (plaintext: Bytes) => KeyHalves): KeyHalves {
  try {
    return read(plaintext);
  } finally {
    plaintext.fill(0);
  }
}

function showsWrongPassphrase(error: unknown): boolean {
  if (error instanceof DOMException) return error.name === "OperationError";
  return error instanceof SyntaxError;
}

function wrongPassphrase(cause: unknown): CloacinaError {
  const message = "Cannot unlock the private key: the passphrase is wrong";
  return new CloacinaError("wrong_passphrase", message, { cause });
}
