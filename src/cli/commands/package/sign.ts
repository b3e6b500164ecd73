import { CloacinaError } from "../../../errors.ts";
import { auditingFailure } from "../../../operations/audit_failure.ts";
import { retractionOf } from "../../../operations/events.ts";
import { signPackage } from "../../../operations/package/sign.ts";
import { keyFileAuditLog } from "../../audit/audit_trail.ts";
import { printOutcomes, processPackages } from "../../package/batch.ts";
import { packagesOf } from "../../package/package_arguments.ts";
import type { CliContext } from "../../context.ts";
import { openSigningKey } from "../../secrets/open_private_key.ts";
import { makeOutputDirectory, planSignatureTargets, writeSignature } from "./signature_targets.ts";
import type { SignFlags } from "./sign_flags.ts";
import { SIGNED_FORMAT } from "./signed_output.ts";

/** Signs every package with one key, unlocked once. Returns the first failure, already printed. */
export default async function sign(
  this: CliContext,
  flags: SignFlags,
  ...given: readonly string[]
): Promise<CloacinaError | undefined> {
  const { key, keyId, store } = flags;
  requireOneKey(flags);
  requireStorable(flags);
  const paths = packagesOf(flags, given);
  if (key !== undefined && !store) {
    return await signWithFile(this, flags, { reference: key, paths });
  }
  const { signInStore } = await import("./sign_in_store.ts");
  return await signInStore(this, flags, {
    choice: key === undefined ? { id: keyId! } : { file: key },
    paths,
  });
}

function requireOneKey({ key, keyId }: SignFlags): void {
  if ((key === undefined) !== (keyId === undefined)) return;
  const state = key === undefined
    ? "no key was given"
    : "--key and --key-id are mutually exclusive";
  throw new CloacinaError("invalid_request", `Cannot sign: ${state}`, {
    hint: "--key FILE is a key in a file, --key-id ID a key of the store",
  });
}

/** The engine looks for the signature of a provider in its package.sig, and nowhere else. */
function requireStorable({ store, scheme }: SignFlags): void {
  if (!store || scheme !== "provider") return;
  throw new CloacinaError(
    "invalid_request",
    "Cannot store the signature: the engine looks for a provider's in its directory only",
    { hint: "leave out --store" },
  );
}

/** Without a store: signs each package as soon as it is hashed. */
async function signWithFile(
  context: CliContext,
  flags: SignFlags,
  { reference, paths }: { readonly reference: string; readonly paths: readonly string[] },
): Promise<CloacinaError | undefined> {
  const targets = planSignatureTargets(flags, paths);
  const audit = context.auditTrail(keyFileAuditLog(context, flags));
  const key = await openSigningKey(context, reference, { flags });
  await makeOutputDirectory(context, flags);
  const outcomes = await processPackages(context, { ...flags, paths }, async ({ hash }, path) => {
    const signature = await signPackage(key, hash, context.now);
    const { fingerprint } = key;
    const event = { type: "package.signed", fingerprint, packageHash: hash } as const;
    await audit([event]);
    const target = targets.get(path)!;
    await auditingFailure(
      audit,
      (error) => [retractionOf(event, error)],
      () => writeSignature(context, flags, { signature, target }),
    );
    return { signature, target, isStored: false, scheme: flags.scheme };
  });
  return await printOutcomes(context, flags, { outcomes, format: SIGNED_FORMAT });
}
