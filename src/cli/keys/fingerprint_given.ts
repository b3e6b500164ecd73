import { HEX_32_BYTES } from "../../domain/patterns.ts";
import { CloacinaError } from "../../errors.ts";

/** Throws `invalid_request` for 64 hex characters in place of a public key: a fingerprint, or a private key by mistake. */
export function refuseFingerprint(reference: string, action: string): void {
  if (!HEX_32_BYTES.test(reference)) return;
  throw new CloacinaError(
    "invalid_request",
    `Cannot ${action}: 64 hex characters were given, which may be a fingerprint`,
    {
      hint: "a fingerprint is not enough: give the public key, in a file or as ed25519:BASE64; " +
        "if it is a private key, other users of this machine can see it",
    },
  );
}
