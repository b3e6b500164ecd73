import type { Fingerprint } from "../../domain/fingerprint.ts";
import type { PackageHash } from "../../domain/package_hash.ts";
import { quoted } from "../../domain/quoted.ts";
import type { PackageSignature } from "../../domain/signature.ts";
import { CloacinaError } from "../../errors.ts";
import { fromEnvelope } from "../statement/envelope.ts";
import { isProviderSignature } from "./provider_signature.ts";
import { hexField, parseSignedFile, signatureField, timeField } from "./signed_file.ts";

/** A detached signature file (docs/format.md, "Detached signature"), which the engine reads too. */
const RULES = {
  package_hash: hexField,
  key_fingerprint: hexField,
  signature: signatureField,
  signed_at: timeField,
  statement: (value: unknown) =>
    value === undefined || fromEnvelope(value) !== null
      ? null
      : "be a DSSE envelope of an in-toto statement with one signature",
};

interface Fields extends Readonly<Record<Exclude<keyof typeof RULES, "statement">, string>> {
  readonly statement?: unknown;
}

/** Reads a detached signature from the bytes of `source`. Throws `malformed_signature`, which names every bad field. */
export function parseDetachedSignature(bytes: Uint8Array, source: string): PackageSignature {
  if (isProviderSignature(bytes)) throw ofProvider(source);
  const fields = parseSignedFile<Fields>(
    RULES,
    bytes,
    `the signature ${quoted(source)}`,
  );
  const statement = fromEnvelope(fields.statement);
  return {
    packageHash: fields.package_hash as PackageHash,
    keyFingerprint: fields.key_fingerprint as Fingerprint,
    signature: Uint8Array.fromBase64(fields.signature),
    signedAt: fields.signed_at,
    ...(statement !== null && { statement }),
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
