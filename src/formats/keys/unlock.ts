import { CloacinaError } from "../../errors.ts";
import type { Bytes } from "../../crypto/bytes.ts";
import type { KeyHalves } from "./key_halves.ts";

/**
 * Decrypts with the passphrase in UTF-8, as `openssl` and `ssh-keygen` take it, reads what comes out, and wipes both.
 * Bad padding, a bad tag and a plaintext that is not in its format are a `wrong_passphrase`.
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

/** Reads a plaintext, of which the reader keeps copies only, and wipes it. */
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
