import type { PackageSignature } from "../../../domain/signature.ts";
import type { OutcomeFormat } from "../../package/batch.ts";
import { displayName, STANDARD_STREAM } from "../../terminal/standard_streams.ts";

/** A signature, and where it went: into a file, into the store, or both. */
export interface Signed {
  readonly signature: PackageSignature;
  readonly target: string | null;
  readonly isStored: boolean;
}

/** How a signed package is printed. */
export const SIGNED_FORMAT: OutcomeFormat<Signed> = {
  toJson: ({ signature, target, isStored }) => ({
    package_hash: signature.packageHash,
    key_fingerprint: signature.keyFingerprint,
    signature: signature.signature.toBase64(),
    signed_at: signature.signedAt,
    ...(target !== null && { signature_file: target }),
    ...(isStored && { stored: true }),
  }),
  // On standard output the signature itself is the result.
  toFields: ({ signature, target, isStored }, path) =>
    target === STANDARD_STREAM ? [] : [
      ["signed", displayName(path)],
      ["signed by", signature.keyFingerprint],
      ...(target === null ? [] : [["signature", target] as const]),
      ...(isStored ? [["stored", "yes"] as const] : []),
    ],
};
