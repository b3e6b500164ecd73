import { decodeBase64 } from "../base64.ts";
import type { Bytes } from "../../crypto/bytes.ts";
import { invalidKey } from "./invalid_key.ts";
import {
  readSshPublicBlob,
  requireSshEd25519,
  SSH_ED25519,
  writeSshPublicBlob,
} from "./ssh_public_blob.ts";

/** A key type, then the base64 of a blob, whose first three bytes are always zero. */
const LINE = /(?:^|\s)((?:ssh|ecdsa|sk)-[a-z0-9@.-]+)[ \t]+(AAAA\S*)/;

/** Whether a text contains an OpenSSH public key, as `.pub`, `authorized_keys` and `known_hosts` files do. */
export function hasSshPublicLine(text: string): boolean {
  return LINE.test(text);
}

/**
 * Parses an OpenSSH public key and returns its 32 bytes: one line of type, base64 and comment (sshd(8),
 * "AUTHORIZED_KEYS FILE FORMAT"), without options before it. Throws SyntaxError, `invalid_key`.
 */
export function readSshPublicLine(text: string): Bytes {
  if (/[\r\n]/.test(text)) {
    throw new SyntaxError("it holds more than the one line of an OpenSSH key");
  }
  const [line, type, base64] = LINE.exec(text)!;
  if (!text.startsWith(line)) throw invalidKey("it has options or a host before its OpenSSH key");
  requireSshEd25519(type!);
  const blob = decodeBase64(base64!);
  if (blob === undefined) throw new SyntaxError("its OpenSSH key is not canonical base64");
  return readSshPublicBlob(blob);
}

/** Encodes an OpenSSH public key, without a comment. */
export function writeSshPublicLine(publicKey: Uint8Array): string {
  return `${SSH_ED25519} ${writeSshPublicBlob(publicKey).toBase64()}\n`;
}
