import { KEY_LENGTH } from "../../crypto/ed25519.ts";
import type { Bytes } from "../../crypto/bytes.ts";
import { concatBytes } from "../bytes.ts";
import { OPENSSH_BLOCK_LENGTH, OPENSSH_MAGIC } from "./openssh_envelope.ts";
import type { RandomBytes } from "../random_bytes.ts";
import { SSH_ED25519, writeSshPublicBlob } from "./ssh_public_blob.ts";
import { sshString, sshUint32 } from "./ssh_wire.ts";

/** Bytes of the check number, which is repeated so that a wrong passphrase is detected. */
const CHECK_LENGTH = 4;

/** A key pair, and what it is called. */
interface CommentedKey {
  readonly seed: Bytes;
  readonly publicKey: Bytes;
  readonly comment: string;
}

/**
 * Encodes the content of an `OPENSSH PRIVATE KEY`, without a passphrase (OpenSSH, PROTOCOL.key). The caller wipes it.
 */
export function writeOpenSsh(key: CommentedKey, random: RandomBytes): Bytes {
  const section = writeSection(key, random(CHECK_LENGTH));
  const blob = concatBytes(
    ...[OPENSSH_MAGIC, sshString("none"), sshString("none"), sshString("")],
    ...[sshUint32(1), sshString(writeSshPublicBlob(key.publicKey))],
    ...[sshUint32(section.length), section],
  );
  section.fill(0);
  return blob;
}

function writeSection({ seed, publicKey, comment }: CommentedKey, check: Bytes): Bytes {
  const fields = [
    ...[check, check, sshString(SSH_ED25519), sshString(publicKey)],
    ...[sshUint32(2 * KEY_LENGTH), seed, publicKey, sshString(comment)],
  ];
  const length = fields.reduce((sum, field) => sum + field.length, 0);
  const padding = Array.from({ length: -length & (OPENSSH_BLOCK_LENGTH - 1) }, (_, i) => i + 1);
  return concatBytes(...fields, Uint8Array.from(padding));
}
