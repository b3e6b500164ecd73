import { CloacinaError } from "../errors.ts";
import type { Fingerprint } from "./fingerprint.ts";

/**
 * The `invalid_key` for a private key whose seed equals a known public key, and so is not secret. `action` names the
 * key.
 */
export function knownSeed(action: string, fingerprint: Fingerprint): CloacinaError {
  return new CloacinaError(
    "invalid_key",
    `Cannot ${action}: its seed is the public key ${fingerprint}, which the store knows, so anybody can sign with it`,
    {
      hint: "it was made from a public key by mistake; give the private key, or generate a new one",
    },
  );
}
