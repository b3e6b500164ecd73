import type { Bytes } from "../../crypto/bytes.ts";
import { KEY_LENGTH } from "../../crypto/ed25519.ts";
import { equalBytes } from "../bytes.ts";
import { invalidKey } from "./invalid_key.ts";
import type { KeyHalves, LockedKeyHalves } from "./key_halves.ts";
import { type OpenSshEncryption, readOpenSshEnvelope } from "./openssh_envelope.ts";
import { requireSshEd25519 } from "./ssh_public_blob.ts";
import { sshReader } from "./ssh_wire.ts";
import { readAndWipe, unlock } from "./unlock.ts";

/** Parses an `OPENSSH PRIVATE KEY`, encrypted or not. Throws SyntaxError, `invalid_key`. */
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
  const derived = bcryptPbkdfKey(passphrase, { salt, rounds }, cipher.keyLength + cipher.ivLength);
  const key = derived.subarray(0, cipher.keyLength);
  const iv = derived.subarray(cipher.keyLength);
  return await cipher.decrypt(key, iv, section).finally(() => derived.fill(0));
}

/**
 * Parses the decrypted private section of an OpenSSH key (OpenSSH, PROTOCOL.key, section 3); the seed is a copy. Throws
 * SyntaxError if a wrong passphrase may be the cause, and `invalid_key` if its public keys differ.
 */
function readOpenSshSection(section: Bytes, publicKey: Bytes): KeyHalves {
  const reader = sshReader(section);
  if (reader.uint32() !== reader.uint32()) throw new SyntaxError("its check numbers differ");
  requireSshEd25519(new TextDecoder().decode(reader.string()));
  const copy = reader.string();
  const seedAndCopy = reader.string();
  reader.string(); // The comment.
  checkPadding(reader.rest());
  const isConsistent = equalBytes(copy, publicKey) && seedAndCopy.length === 2 * KEY_LENGTH &&
    equalBytes(seedAndCopy.subarray(KEY_LENGTH), publicKey);
  if (!isConsistent) throw invalidKey("the copies of its public half differ");
  return { seed: seedAndCopy.slice(0, KEY_LENGTH), claimedPublicKey: publicKey };
}

function checkPadding(padding: Bytes): void {
  if (padding.every((byte, index) => byte === index + 1)) return;
  throw new SyntaxError("its padding is not 1, 2, 3");
}
