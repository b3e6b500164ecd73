import { SIGNATURE_LENGTH } from "../../crypto/ed25519.ts";
import { quoted } from "../../domain/quoted.ts";
import { CloacinaError } from "../../errors.ts";

/** The file in a provider directory that has its signature (docs/format.md, "Provider signature"). */
export const PROVIDER_SIGNATURE_FILE = "package.sig";

/** Reads a provider's signature: its 64 bytes and nothing else. Throws `malformed_signature`. */
export function parseProviderSignature(
  bytes: Uint8Array<ArrayBuffer>,
  source: string,
): Uint8Array<ArrayBuffer> {
  if (isProviderSignature(bytes)) return bytes;
  const state = `a provider's signature has ${SIGNATURE_LENGTH} bytes, and this file more or fewer`;
  throw new CloacinaError(
    "malformed_signature",
    `Cannot read the signature ${quoted(source)}: ${state}`,
  );
}

/** Whether these can be the bytes of a provider's signature. A detached signature in JSON is longer. */
export function isProviderSignature(bytes: Uint8Array): boolean {
  return bytes.length === SIGNATURE_LENGTH;
}
