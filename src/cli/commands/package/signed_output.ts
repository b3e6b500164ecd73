import type { PackageSignature } from "../../../domain/signature.ts";
import type { SignatureScheme } from "../../../domain/signature_scheme.ts";
import type { OutcomeFormat } from "../../package/batch.ts";
import { recordJson } from "../../records/record_json.ts";
import { displayName, STANDARD_STREAM } from "../../terminal/standard_streams.ts";

/** A signature, and where it went: into a file, into the store, or both. */
export interface Signed {
  readonly signature: PackageSignature;
  readonly target: string | null;
  readonly isStored: boolean;
  readonly scheme: SignatureScheme | undefined;
}

/** How a signed package is printed. */
export const SIGNED_FORMAT: OutcomeFormat<Signed> = {
  toJson: async ({ signature, target, isStored, scheme }) => ({
    ...(scheme === "provider" && { scheme }),
    ...await recordJson("MadeSignature", signature),
    ...(scheme === "provider" && { signed_at: null }),
    signature_file: target,
    stored: isStored,
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
