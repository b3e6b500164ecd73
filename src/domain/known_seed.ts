import { CloacinaError } from "../errors.ts";
import type { Fingerprint } from "./fingerprint.ts";

/** The `invalid_key` of a private key whose seed is somebody's public key, which is no secret. `action` names the key. */
export function knownSeed(action: string, fingerprint: Fingerprint): CloacinaError {
  return new CloacinaError(
    "invalid_key",
    `Cannot ${action}: its seed is the public key ${fingerprint}, which the store knows, so anybody can sign with it`,
    {
      hint: "it was made from a public key by mistake; give the private key, or generate a new one",
    },
  );
}
