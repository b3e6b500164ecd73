import type { CloacinaError } from "../../../errors.ts";
import { invalidKey } from "../invalid_key.ts";
import { FROM_AGE, FROM_DROPBEAR, FROM_KEYSTORE, FROM_OPENPGP, GENERATE } from "./hints.ts";
import { isOpenPgpKey } from "./openpgp_packet.ts";
import { unknownFormat } from "./unknown_format.ts";

/** Binary formats that are not read, as Latin-1: how to tell them, their names, and hints. */
const KINDS: readonly (readonly [tell: (latin: string) => boolean, kind: string, hint?: string])[] =
  [
    [begins("\xfe\xed\xfe\xed"), "a Java keystore (JKS)", FROM_KEYSTORE],
    [begins("\xce\xce\xce\xce"), "a Java keystore (JCEKS)", FROM_KEYSTORE],
    [isOpenPgpKey("public"), "an OpenPGP public key", FROM_OPENPGP],
    [isOpenPgpKey("private"), "an OpenPGP private key, which cloacina does not read", GENERATE],
    [has("KBXf", 8), "a GnuPG keybox", FROM_OPENPGP],
    [begins("\0\0\0\x0bssh-ed25519\0\0\0@"), "a Dropbear key", FROM_DROPBEAR],
    [has("ssh-", 4), "a binary key of SSH, which cloacina does not read"],
    [has("ecdsa-", 4), "a binary key of SSH, which cloacina does not read"],
    [begins("age-encryption.org/"), "a file that age encrypted", FROM_AGE],
    [begins("\x08\x01\x12@"), "a libp2p private key, which cloacina does not read", GENERATE],
    [begins("\x08\x01\x12 "), "a libp2p public key, which cloacina does not read"],
    [isTinkKeyset, "a Tink keyset, which cloacina does not read", GENERATE],
  ];

/** The `invalid_key` for bytes that are neither DER nor text, which names their format if it is known. */
export function refusedBytes(file: Uint8Array): CloacinaError {
  // TextDecoder takes "latin1" for Windows-1252.
  const latin = Array.from(file, (byte) => String.fromCharCode(byte)).join("");
  const row = KINDS.find(([tell]) => tell(latin));
  if (row === undefined) return unknownFormat(file);
  const [, kind, hint] = row;
  return invalidKey(`it is ${kind}`, { hint });
}

function begins(text: string): (latin: string) => boolean {
  return has(text, 0);
}

function has(text: string, offset: number): (latin: string) => boolean {
  return (latin) => latin.startsWith(text, offset);
}

function isTinkKeyset(latin: string): boolean {
  return latin.includes("google.crypto.tink.");
}
