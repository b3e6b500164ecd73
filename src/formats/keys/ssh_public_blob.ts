import { KEY_LENGTH } from "../../crypto/ed25519.ts";
import type { Bytes } from "../../crypto/bytes.ts";
import { concatBytes } from "../bytes.ts";
import { invalidKey } from "./invalid_key.ts";
import { sshReader, sshString } from "./ssh_wire.ts";

/** SSH's name for Ed25519 (RFC 8709, section 4). */
export const SSH_ED25519 = "ssh-ed25519";

/** Names of the other key types (`ssh -Q key`). */
const OTHERS: Readonly<Record<string, string>> = {
  "ssh-rsa": "RSA",
  "ssh-dss": "DSA",
  "ecdsa-sha2-nistp256": "P-256",
  "ecdsa-sha2-nistp384": "P-384",
  "ecdsa-sha2-nistp521": "P-521",
  "sk-ssh-ed25519@openssh.com": "Ed25519 in a security key, which signs in a way of its own",
  "sk-ecdsa-sha2-nistp256@openssh.com": "P-256 in a security key",
  "ssh-ed25519-cert-v01@openssh.com": "that of an OpenSSH certificate",
};

/**
 * Parses the 32-byte key of an `ssh-ed25519` blob (RFC 8709, section 4), as a copy. Throws SyntaxError, `invalid_key`.
 */
export function readSshPublicBlob(blob: Bytes): Bytes {
  const reader = sshReader(blob);
  requireSshEd25519(new TextDecoder().decode(reader.string()));
  const key = reader.string().slice();
  reader.end();
  if (key.length !== KEY_LENGTH) throw invalidKey(`its public key is not ${KEY_LENGTH} bytes`);
  return key;
}

/** Encodes a 32-byte public key as an `ssh-ed25519` blob. */
export function writeSshPublicBlob(publicKey: Uint8Array): Bytes {
  return concatBytes(sshString(SSH_ED25519), sshString(publicKey));
}

/** Requires the key type Ed25519. Throws `invalid_key`, which names any other type. */
export function requireSshEd25519(type: string): void {
  if (type === SSH_ED25519) return;
  throw invalidKey(`its algorithm is ${nameOfSshType(type)}, not plain Ed25519`);
}

/** What SSH's name of a key type stands for; "unknown" for one that OpenSSH does not have. */
export function nameOfSshType(type: string): string {
  return Object.hasOwn(OTHERS, type) ? OTHERS[type]! : "unknown";
}
