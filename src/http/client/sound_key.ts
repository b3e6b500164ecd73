import type { Bytes } from "../../crypto/bytes.ts";
import { isDamaged, type Stored } from "../../domain/damaged.ts";
import { type PublicKey, toPublicKey } from "../../domain/public_key.ts";
import { CloacinaError } from "../../errors.ts";

/** A signing key or trusted key from a server. */
export interface ReceivedKey {
  readonly publicKey: PublicKey;
  readonly fault: string | null;
}

/** The most characters of a server's description of a fault to show. */
const MAX_FAULT = 256;

/**
 * Checks a key that will be used: the server must report no fault, and its public key is validated like one from a
 * file. Throws `key_integrity`.
 */
export function soundKey<Key extends ReceivedKey>(key: Key): Key {
  if (key.fault !== null) throw damaged(key, key.fault.slice(0, MAX_FAULT));
  const { bytes, fingerprint } = key.publicKey;
  const state = "its public key has another fingerprint";
  const publicKey = validated(bytes, (cause) => damaged(key, state, cause));
  if (publicKey.fingerprint !== fingerprint) throw damaged(key, state);
  return { ...key, publicKey };
}

function validated(bytes: Bytes, toError: (cause: unknown) => CloacinaError): PublicKey {
  try {
    return toPublicKey(bytes);
  } catch (cause) {
    throw toError(cause);
  }
}

/**
 * Checks a key that is only shown or revoked: it may be one that the server reports as damaged. Throws `key_integrity`.
 */
export function shownKey<Key extends ReceivedKey>(key: Key): Key {
  return key.fault === null ? soundKey(key) : key;
}

/** The same for a key whose row may be damaged. */
export function storedKey<Key extends ReceivedKey>(key: Stored<Key>): Stored<Key> {
  return isDamaged(key) ? key : shownKey(key);
}

function damaged({ publicKey }: ReceivedKey, state: string, cause?: unknown): CloacinaError {
  const message = `Cannot accept the key ${publicKey.fingerprint} from the server: ${state}`;
  return new CloacinaError("key_integrity", message, { cause });
}
