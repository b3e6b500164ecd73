import type { Fingerprint } from "../../domain/fingerprint.ts";
import type { PackageHash } from "../../domain/package_hash.ts";
import { quoted } from "../../domain/quoted.ts";
import type { PackageSignature } from "../../domain/signature.ts";
import { CloacinaError } from "../../errors.ts";
import { isProviderSignature } from "./provider_signature.ts";
import { hexField, parseSignedFile, signatureField, timeField } from "./signed_file.ts";

/** A detached signature file (docs/format.md, "Detached signature"), which the engine reads too. */
const RULES = {
  package_hash: hexField,
  key_fingerprint: hexField,
  signature: signatureField,
  signed_at: timeField,
};

/** Reads a detached signature from the bytes of `source`. Throws `malformed_signature`, which names every bad field. */
export function parseDetachedSignature(bytes: Uint8Array, source: string): PackageSignature {
  if (isProviderSignature(bytes)) throw ofProvider(source);
  const fields = parseSignedFile<Record<keyof typeof RULES, string>>(
    RULES,
    bytes,
    `the signature ${quoted(source)}`,
  );
  return {
    packageHash: fields.package_hash as PackageHash,
    keyFingerprint: fields.key_fingerprint as Fingerprint,
    signature: Uint8Array.fromBase64(fields.signature),
    signedAt: fields.signed_at,
  };
}

function ofProvider(source: string): CloacinaError {
  return new CloacinaError(
    "malformed_signature",
    `Cannot read the signature ${
      quoted(source)
    }: it is that of a provider, and not of a package file`,
    { hint: "`cloacina package verify DIR --scheme provider` verifies it" },
  );
}
