import type { HashedPackage, PackageHash } from "../../../domain/package_hash.ts";
import { toPublicKey } from "../../../domain/public_key.ts";
import type { PackageSignature } from "../../../domain/signature.ts";
import { CloacinaError } from "../../../errors.ts";
import { auditingFailure } from "../../../operations/audit_failure.ts";
import { retractionOf, signedEvent } from "../../../operations/events.ts";
import { signStating } from "../../../operations/package/sign.ts";
import type { AuditTrail } from "../../../operations/parts.ts";
import type { Signer } from "../../../operations/signer.ts";
import type { StatementTerms } from "../../../domain/statement.ts";
import { keyFileAuditLog } from "../../audit/audit_trail.ts";
import { FILES_AT_ONCE, mapOutcomes, printOutcomes, processPackages } from "../../package/batch.ts";
import type { CliContext } from "../../context.ts";
import { type PackagePaths, packagePaths } from "../../package/package_paths.ts";
import { requireAgent } from "../../signers/signer_flags.ts";
import { withSigner } from "../../signers/with_signer.ts";
import { sameSignature } from "./same_signature.ts";
import {
  makeOutputDirectories,
  planSignatureTargets,
  requireTarget,
  writeSignature,
} from "./signature_targets.ts";
import type { SignFlags } from "./sign_flags.ts";
import { type Signed, SIGNED_FORMAT } from "./signed_output.ts";

/** Signs every package with one key, unlocked once. Returns the first failure, already printed. */
export default async function sign(
  this: CliContext,
  flags: SignFlags,
  ...given: readonly string[]
): Promise<CloacinaError | undefined> {
  const { key, keyId, store } = flags;
  requireOneKey(flags);
  requireAgent(key, flags);
  requireStorable(flags);
  requireFiles(flags);
  const packages = await packagePaths(this, flags, { given, verb: "sign" });
  const terms = await termsOf(this, flags);
  if (key !== undefined && !store) {
    return await signWithReference(this, flags, { reference: key, packages, terms });
  }
  const { signInStore } = await import("./sign_in_store.ts");
  return await signInStore(this, flags, {
    choice: key === undefined ? { id: keyId! } : { reference: key },
    packages,
    terms,
  });
}

/** Loaded on demand: most signing states nothing. */
async function termsOf(context: CliContext, flags: SignFlags): Promise<StatementTerms | undefined> {
  const { claim, expires, predicate, predicateType } = flags;
  if ([claim, expires, predicate, predicateType].every((flag) => flag === undefined)) {
    return undefined;
  }
  const { readTerms } = await import("../../package/statement_terms.ts");
  return await readTerms(context, flags);
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

function requireFiles({ store, skipSigned }: SignFlags): void {
  if (!store || !skipSigned) return;
  throw new CloacinaError(
    "invalid_request",
    "Cannot sign: --store and --skip-signed are mutually exclusive",
    { hint: "--skip-signed looks at signature files, and not into the store" },
  );
}

/**
 * Without a store: signs each package as soon as it is hashed, and with Vault all of them together. Before that its target
 * is looked at, so that nobody signs what would not be written.
 */
async function signWithReference(
  context: CliContext,
  flags: SignFlags,
  { reference, packages, terms }: {
    readonly reference: string;
    readonly packages: PackagePaths;
    readonly terms: StatementTerms | undefined;
  },
): Promise<CloacinaError | undefined> {
  const { paths } = packages;
  const targets = planSignatureTargets(flags, packages);
  const audit = context.auditTrail(keyFileAuditLog(context, flags));
  const batch = { ...flags, paths, atOnce: FILES_AT_ONCE };
  const choice = { reference, flags, unplaced: "sign" } as const;
  const outcomes = await withSigner(context, choice, async (signer) => {
    await makeOutputDirectories(context, flags, targets);
    const publicKey = toPublicKey(signer.publicKey);
    const plan = async ({ hash }: HashedPackage, path: string): Promise<Planned> => {
      const target = targets.get(path)!;
      const existing = await sameSignature(context, flags, { target, hash, publicKey, terms });
      // A key file asks nobody: there the writing refuses soon enough.
      if (existing === null && signer.kind !== "file") await requireTarget(context, flags, target);
      return { hash, target, existing };
    };
    const sign = async ({ hash, target, existing }: Planned): Promise<ToWrite> => {
      const signature = existing ?? await signStating(signer, { hash, terms }, context.now);
      return { signature, target, isSkipped: existing !== null };
    };
    const write = async (made: ToWrite): Promise<Signed> => {
      if (!made.isSkipped) await writeSigned(context, flags, { ...made, signer, terms, audit });
      return { ...made, signer, isStored: false, scheme: flags.scheme };
    };
    if (signer.kind !== "vault") {
      const signAndWrite = async (hashed: HashedPackage, path: string) =>
        await write(await sign(await plan(hashed, path)));
      return await processPackages(context, batch, signAndWrite);
    }
    // What is asked of Vault at once goes in one request.
    const planned = await processPackages(context, batch, plan);
    const signed = await mapOutcomes(planned, Infinity, sign);
    return await mapOutcomes(signed, FILES_AT_ONCE, write);
  });
  return await printOutcomes(context, flags, { outcomes, format: SIGNED_FORMAT });
}

/** A package that is to be signed, unless its target has the signature already. */
interface Planned {
  readonly hash: PackageHash;
  readonly target: string;
  readonly existing: PackageSignature | null;
}

/** A signature, and where it goes, or is already. */
interface ToWrite {
  readonly signature: PackageSignature;
  readonly target: string;
  readonly isSkipped: boolean;
}

/** Writes a fresh signature; the audit log has it first. */
async function writeSigned(
  context: CliContext,
  flags: SignFlags,
  { signature, target, signer, terms, audit }: ToWrite & {
    readonly signer: Signer;
    readonly terms: StatementTerms | undefined;
    readonly audit: AuditTrail;
  },
): Promise<void> {
  const event = signedEvent(signer, signature.packageHash, terms);
  await audit([event]);
  await auditingFailure(
    audit,
    (error) => [retractionOf(event, error)],
    () => writeSignature(context, flags, { signature, target }),
  );
}
