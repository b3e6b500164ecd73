import type { Bytes } from "../../crypto/bytes.ts";
import type { KeyHalves, LockedKeyHalves } from "./key_halves.ts";
import { type OpenSshEncryption, readOpenSshEnvelope } from "./openssh_envelope.ts";
import { readOpenSshSection } from "./openssh_section.ts";
import { readAndWipe, unlock } from "./unlock.ts";

/** Reads an `OPENSSH PRIVATE KEY`, with or without a passphrase. Throws SyntaxError, `invalid_key`. */
export function readOpenSshPrivateKey(blob: Bytes): KeyHalves | LockedKeyHalves {
  const { publicKey, section, encryption } = readOpenSshEnvelope(blob);
  const read = (plaintext: Bytes) => readOpenSshSection(plaintext, publicKey);
  if (encryption === undefined) return readAndWipe(section, read);
  return {
    claimedPublicKey: publicKey,
    unlock: (passphrase) =>
      unlock(passphrase, (bytes) => decrypt(section, encryption, bytes), read),
  };
}

async function decrypt(
  section: Bytes,
  { cipher, salt, rounds }: OpenSshEncryption,
  passphrase: Bytes,
): Promise<Bytes> {
  if (passphrase.length === 0) throw new SyntaxError("no OpenSSH key has an empty passphrase");
  const { bcryptPbkdfKey } = await import("../../crypto/bcrypt_pbkdf.ts");
  const derived = bcryptPbkdfKey(passphrase, salt, rounds, cipher.keyLength + cipher.ivLength);
  const key = derived.subarray(0, cipher.keyLength);
  const iv = derived.subarray(cipher.keyLength);
  return await cipher.decrypt(key, iv, section).finally(() => derived.fill(0));
}
