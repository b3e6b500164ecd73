import type { PackageSignature } from "../../../domain/signature.ts";
import { CloacinaError } from "../../../errors.ts";
import { auditingFailure } from "../../../operations/audit_failure.ts";
import { retractionOf } from "../../../operations/events.ts";
import { signPackage } from "../../../operations/package/sign.ts";
import { keyFileAuditLog } from "../../audit/audit_trail.ts";
import {
  type JobsFlag,
  type OutcomeFormat,
  printOutcomes,
  processPackages,
} from "../../package/batch.ts";
import type { CliContext } from "../../context.ts";
import { openSigningKey } from "../../secrets/open_private_key.ts";
import type { JsonFlag } from "../../terminal/output.ts";
import { displayName, STANDARD_STREAM } from "../../terminal/standard_streams.ts";
import type { RemoteFlags } from "../../server/remote_flags.ts";
import type { MasterKeyFlags, OrgFlag } from "../../store/store_flags.ts";
import { makeOutputDirectory } from "./output_directory.ts";
import { planSignatureTargets, type TargetFlags } from "./signature_targets.ts";
import { writeSignature } from "./write_signature.ts";

/** The flags of `package sign`. */
export interface SignFlags
  extends JsonFlag, JobsFlag, TargetFlags, MasterKeyFlags, RemoteFlags, OrgFlag {
  readonly key?: string;
  readonly keyId?: string;
  readonly store?: boolean;
  readonly force?: boolean;
}

/** A signature, and where it went: into a file, into the store, or both. */
export interface Signed {
  readonly signature: PackageSignature;
  readonly target: string | null;
  readonly isStored: boolean;
}

/** Signs every package with one key, which is unlocked once. Returns the first failure, already told. */
export default async function sign(
  this: CliContext,
  flags: SignFlags,
  ...paths: readonly string[]
): Promise<CloacinaError | undefined> {
  const { key, keyId, store } = flags;
  requireOneKey(flags);
  if (key !== undefined && !store) return await signWithFile(this, flags, key, paths);
  const { signInStore } = await import("./sign_in_store.ts");
  return await signInStore(this, flags, key === undefined ? { id: keyId! } : { file: key }, paths);
}

function requireOneKey({ key, keyId }: SignFlags): void {
  if ((key === undefined) !== (keyId === undefined)) return;
  const state = key === undefined
    ? "the key is not named"
    : "--key and --key-id exclude each other";
  throw new CloacinaError("invalid_request", `Cannot sign: ${state}`, {
    hint: "--key FILE is a key in a file, --key-id ID one of the store",
  });
}

/** Without any store: each package by itself, as soon as it is hashed. */
async function signWithFile(
  context: CliContext,
  flags: SignFlags,
  reference: string,
  paths: readonly string[],
): Promise<CloacinaError | undefined> {
  const targets = planSignatureTargets(flags, paths);
  const audit = context.auditTrail(keyFileAuditLog(context, flags));
  const key = await openSigningKey(context, reference, flags);
  await makeOutputDirectory(context, flags);
  const outcomes = await processPackages(context, flags, paths, async ({ hash }, path) => {
    const signature = await signPackage(key, hash, context.now);
    const { fingerprint } = key;
    const event = { type: "package.signed", fingerprint, packageHash: hash } as const;
    await audit([event]);
    const target = targets.get(path)!;
    await auditingFailure(
      audit,
      (error) => [retractionOf(event, error)],
      () => writeSignature(context, flags, signature, target),
    );
    return { signature, target, isStored: false };
  });
  return await printOutcomes(context, flags, outcomes, SIGNED_FORMAT);
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
