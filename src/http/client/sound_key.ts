import { type PublicKey, toPublicKey } from "../../domain/public_key.ts";
import { CloacinaError } from "../../errors.ts";

/** A key that came from a server: a signing key, or a trusted one. */
export interface ReceivedKey {
  readonly publicKey: PublicKey;
  readonly fault: string | null;
}

/** How much of a server's description of a fault is shown, in characters. */
const MAX_FAULT = 256;

/**
 * A key that will be used: its public key is checked as one that was read from a file, and the server itself must find no
 * fault in it. Throws `key_integrity`.
 */
export async function soundKey<Key extends ReceivedKey>(key: Key): Promise<Key> {
  if (key.fault !== null) throw damaged(key, key.fault.slice(0, MAX_FAULT));
  const { bytes, fingerprint } = key.publicKey;
  const state = "its public key has another fingerprint";
  const found = await toPublicKey(bytes).catch((cause) => {
    throw damaged(key, state, cause);
  });
  if (found.fingerprint !== fingerprint) throw damaged(key, state);
  return { ...key, publicKey: found };
}

/** A key that is only shown, or revoked: one that the server itself calls damaged is passed on. Throws `key_integrity`. */
export async function shownKey<Key extends ReceivedKey>(key: Key): Promise<Key> {
  return key.fault === null ? await soundKey(key) : key;
}

function damaged({ publicKey }: ReceivedKey, state: string, cause?: unknown): CloacinaError {
  const message = `Cannot accept the key ${publicKey.fingerprint} from the server: ${state}`;
  return new CloacinaError("key_integrity", message, { cause });
}
