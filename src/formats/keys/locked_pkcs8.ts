import type { Bytes } from "../../crypto/bytes.ts";
import { decryptPkcs8, readEncryptedPkcs8 } from "./encrypted_pkcs8.ts";
import type { LockedKeyHalves } from "./key_halves.ts";
import { readPkcs8 } from "./pkcs8.ts";
import { unlock } from "./unlock.ts";

/** Reads an encrypted PKCS #8 key, from DER. Throws SyntaxError, `invalid_key`. */
export function readLockedPkcs8(der: Bytes): LockedKeyHalves {
  const encrypted = readEncryptedPkcs8(der);
  return {
    unlock: (passphrase) =>
      unlock(passphrase, (bytes) => decryptPkcs8(encrypted, bytes), readPkcs8),
  };
}
