import type { Blocker } from "../../../domain/stored_signature.ts";
import type { PackageSignature } from "../../../domain/signature.ts";
import type { SignatureScheme } from "../../../domain/signature_scheme.ts";
import type { SignerName } from "../../../operations/signer.ts";
import { blockerJson } from "../../package/blocker_json.ts";
import type { OutcomeFormat } from "../../package/batch.ts";
import { recordJson } from "../../records/record_json.ts";
import { signerFields, signerJson } from "../../signers/signer_output.ts";
import type { Fields } from "../../terminal/output.ts";
import { displayName, STANDARD_STREAM } from "../../terminal/standard_streams.ts";

/** A signature, and where it went: into a file, into the store, or both. */
export interface Signed {
  readonly signature: PackageSignature;
  readonly signer: SignerName;
  readonly target: string | null;
  readonly isStored: boolean;
  /** Whether the file had this signature already. */
  readonly isSkipped: boolean;
  readonly scheme: SignatureScheme | undefined;
  /** The stored signature that the engine reads instead; undefined if there is none. */
  readonly blocker?: Blocker | undefined;
  /** Whether what it states was stored before, and is not stated anew. */
  readonly isStatedBefore?: boolean;
}

/** The same, with what is to be said of the store to each package. */
export function withWarnings(warnings: readonly string[]): OutcomeFormat<Signed> {
  if (warnings.length === 0) return SIGNED_FORMAT;
  const toJson = async (signed: Signed, path: string) => ({
    ...await SIGNED_FORMAT.toJson(signed, path),
    warnings,
  });
  return { ...SIGNED_FORMAT, toJson };
}

/** How a signed package is printed. */
export const SIGNED_FORMAT: OutcomeFormat<Signed> = {
  done: "signed",
  isSkipped: ({ isSkipped }) => isSkipped,
  toJson: async ({ signature, signer, target, isStored, isSkipped, scheme, blocker }) => ({
    ...(scheme === "provider" && { scheme }),
    ...await recordJson("MadeSignature", signature),
    ...(scheme === "provider" && { signed_at: null }),
    ...signerJson(signer),
    signature_file: target,
    stored: isStored,
    ...(isSkipped && { skipped: true }),
    ...(isStored && { blocked_by: await blockerJson(blocker) }),
  }),
  // On standard output the signature itself is the result.
  toFields: async ({ signature, signer, target, isStored, isSkipped, isStatedBefore }, path) =>
    target === STANDARD_STREAM ? [] : [
      [isSkipped ? "skipped" : "signed", displayName(path)],
      ["signed by", signature.keyFingerprint],
      ...signerFields(signer),
      ...await statedFields(signature, isStatedBefore),
      ...(target === null ? [] : [["signature", target] as const]),
      ...(isStored ? [["stored", "yes"] as const] : []),
    ],
};

/** What was stored before is not shown: whether it holds is for `package verify` to say. */
async function statedFields(
  { statement }: PackageSignature,
  isStatedBefore = false,
): Promise<Fields> {
  if (statement === undefined) return [];
  if (isStatedBefore) return [["statement", "stored before"]];
  const { madeStatement } = await import("../../package/made_statement.ts");
  return madeStatement(statement);
}
