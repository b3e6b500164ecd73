import type { CloacinaError } from "../../../errors.ts";
import type { PackageSignature } from "../../../domain/signature.ts";
import { serializeDetachedSignature } from "../../../formats/serialize_detached_signature.ts";
import { signPackage } from "../../../operations/package/sign.ts";
import { type JobsFlag, type OutcomeFormat, printOutcomes, processPackages } from "../../batch.ts";
import type { CliContext } from "../../context.ts";
import { openSigningKey, type PassphraseFlag } from "../../open_private_key.ts";
import type { JsonFlag } from "../../output.ts";
import { displayName, STANDARD_STREAM } from "../../standard_streams.ts";
import { planSignatureTargets, type TargetFlags } from "./signature_targets.ts";

/** The flags of `package sign`. */
export interface SignFlags extends JsonFlag, JobsFlag, PassphraseFlag, TargetFlags {
  readonly key: string;
  readonly force?: boolean;
}

/** A signature, and where it went. */
interface Signed {
  readonly signature: PackageSignature;
  readonly target: string;
}

/** Signs every package with one key, which is unlocked once. Returns the first failure, already told. */
export default async function sign(
  this: CliContext,
  flags: SignFlags,
  ...paths: readonly string[]
): Promise<CloacinaError | undefined> {
  const targets = planSignatureTargets(flags, paths);
  const key = await openSigningKey(this, flags.key, flags);
  const outcomes = await processPackages(this, flags, paths, async ({ hash }, path) => {
    const signature = await signPackage(key, hash, this.now);
    const target = targets.get(path)!;
    await writeSignature(this, flags, signature, target);
    return { signature, target };
  });
  return await printOutcomes(this, flags, outcomes, FORMAT);
}

async function writeSignature(
  { files, terminal }: CliContext,
  { force }: SignFlags,
  signature: PackageSignature,
  target: string,
): Promise<void> {
  const text = serializeDetachedSignature(signature);
  if (target === STANDARD_STREAM) return await terminal.write(text);
  const file = { path: target, bytes: new TextEncoder().encode(text), mode: 0o644 };
  await files.write([file], force ? "replace" : "create");
}

const FORMAT: OutcomeFormat<Signed> = {
  toJson: ({ signature, target }) => ({
    package_hash: signature.packageHash,
    key_fingerprint: signature.keyFingerprint,
    signature: signature.signature.toBase64(),
    signed_at: signature.signedAt,
    signature_file: target,
  }),
  // On standard output the signature itself is the result.
  toFields: ({ signature, target }, path) =>
    target === STANDARD_STREAM ? [] : [
      ["signed", displayName(path)],
      ["signed by", signature.keyFingerprint],
      ["signature", target],
    ],
};
