import { CloacinaError } from "../errors.ts";
import type { Fingerprint } from "./fingerprint.ts";

/**
 * The `invalid_key` of bytes given for a public key that are the private half of one that is known. `action` says where
 * they were given, by no more than a name; `fingerprint` is of the key that they make.
 */
export function knownPrivateKey(action: string, fingerprint: Fingerprint): CloacinaError {
  return new CloacinaError(
    "invalid_key",
    `Cannot ${action}: it is the private key of the public key ${fingerprint}, which the store knows`,
    { hint: "nothing was trusted; keep the file secret: whoever reads it can sign with that key" },
  );
}
