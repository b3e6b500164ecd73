import { AES_BLOCK_LENGTH } from "../../crypto/aes_cbc.ts";
import type { Bytes } from "../../crypto/bytes.ts";
import { concatBytes, equalBytes } from "../bytes.ts";
import { invalidKey } from "./invalid_key.ts";
import { type OpenSshCipher, openSshCipher } from "./openssh_ciphers.ts";
import { readSshPublicBlob } from "./ssh_public_blob.ts";
import { type SshReader, sshReader } from "./ssh_wire.ts";

/** How the private section is encrypted: bcrypt_pbkdf derives the cipher's key and IV from a passphrase. */
export interface OpenSshEncryption {
  readonly cipher: OpenSshCipher;
  readonly salt: Bytes;
  readonly rounds: number;
}

/** An `OPENSSH PRIVATE KEY`: the 32-byte public key, unencrypted, and the private section. */
interface OpenSshEnvelope {
  readonly publicKey: Bytes;
  readonly section: Bytes;
  readonly encryption?: OpenSshEncryption;
}

/** The magic bytes at the start (OpenSSH, PROTOCOL.key). */
export const OPENSSH_MAGIC = new TextEncoder().encode("openssh-key-v1\0");

/** The block size for padding without a cipher. */
export const OPENSSH_BLOCK_LENGTH = 8;

/** The maximum number of bcrypt rounds, at about 12 ms each. `ssh-keygen` writes 16 or 24. */
const MAX_ROUNDS = 1024;

const MAX_SALT = 128;

/**
 * Parses a file with one key (OpenSSH, PROTOCOL.key, section 1); the result holds copies. Throws SyntaxError,
 * `invalid_key`.
 */
export function readOpenSshEnvelope(blob: Bytes): OpenSshEnvelope {
  const reader = sshReader(blob);
  if (!equalBytes(reader.bytes(OPENSSH_MAGIC.length), OPENSSH_MAGIC)) {
    throw new SyntaxError("it is not openssh-key-v1");
  }
  const encryption = readEncryption(reader);
  const count = reader.uint32();
  if (count !== 1) throw invalidKey(`it holds ${count} OpenSSH keys, not one`);
  const publicKey = readSshPublicBlob(reader.string());
  const section = readSection(reader, encryption?.cipher);
  return { publicKey, section, ...(encryption && { encryption }) };
}

function readEncryption(reader: SshReader): OpenSshEncryption | undefined {
  const cipherName = text(reader.string());
  const derivation = text(reader.string());
  const options = reader.string();
  if (cipherName === "none" && derivation === "none" && options.length === 0) return undefined;
  if (derivation !== "bcrypt") throw invalidKey("its passphrase is not hashed by bcrypt");
  return { cipher: openSshCipher(cipherName), ...readBcryptOptions(options) };
}

function readBcryptOptions(options: Bytes): { salt: Bytes; rounds: number } {
  const reader = sshReader(options);
  const salt = reader.string().slice();
  const rounds = reader.uint32();
  reader.end();
  if (salt.length < 1 || salt.length > MAX_SALT) {
    throw invalidKey(`its bcrypt salt is not from 1 to ${MAX_SALT} bytes`);
  }
  if (rounds < 1 || rounds > MAX_ROUNDS) {
    throw invalidKey(`its bcrypt rounds are not from 1 to ${MAX_ROUNDS}`);
  }
  return { salt, rounds };
}

/** The private section in whole blocks, followed by the cipher's tag, if any, which its length does not include. */
function readSection(reader: SshReader, cipher: OpenSshCipher | undefined): Bytes {
  const section = reader.string();
  const tag = reader.bytes(cipher?.tagLength ?? 0);
  reader.end();
  const blockLength = cipher === undefined ? OPENSSH_BLOCK_LENGTH : AES_BLOCK_LENGTH;
  if (section.length === 0 || section.length % blockLength !== 0) {
    throw invalidKey("its private section is not a whole number of blocks");
  }
  return concatBytes(section, tag);
}

function text(bytes: Bytes): string {
  return new TextDecoder().decode(bytes);
}
