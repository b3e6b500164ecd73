import type { KeyReference } from "../../../domain/key_reference.ts";
import type { HashedPackage, PackageHash } from "../../../domain/package_hash.ts";
import type { PublicKey } from "../../../domain/public_key.ts";
import type { PackageSignature } from "../../../domain/signature.ts";
import type { StatementTerms } from "../../../domain/statement.ts";
import type { Blocker } from "../../../domain/stored_signature.ts";
import { quoted } from "../../../domain/quoted.ts";
import { CloacinaError, toCloacinaError } from "../../../errors.ts";
import type { Operations } from "../../../operations/operations.ts";
import type { SignerName } from "../../../operations/signer.ts";
import {
  FILES_AT_ONCE,
  mapInOrder,
  mapOutcomes,
  type Outcome,
  printOutcomes,
  processPackages,
} from "../../package/batch.ts";
import { warnOfTenant } from "../../asked_place.ts";
import { type Blockers, findBlockers, warnOfBlockers } from "../../package/blockers.ts";
import { warnOfStatements } from "../../package/stored_statements.ts";
import type { CliContext } from "../../context.ts";
import { toKeyReference } from "../../keys/key_reference.ts";
import { STANDARD_STREAM } from "../../terminal/standard_streams.ts";
import { writeModeOf } from "../../command_line/flags.ts";
import type { SignFlags } from "./sign_flags.ts";
import { type Signed, withWarnings } from "./signed_output.ts";
import { type KeyChoice, signHashes } from "./sign_hashes.ts";
import type { PackagePaths } from "../../package/package_paths.ts";
import { sameSignature } from "./same_signature.ts";
import {
  makeOutputDirectories,
  planSignatureTargets,
  writeSignature,
} from "./signature_targets.ts";

const OF_STORE: SignerName = { kind: "store" };

/** The signature file of each package, by the path of the package; null if no files are written. */
type Targets = ReadonlyMap<string, string> | null;

/**
 * Signs packages with a key of the store, or signs with a key file and stores the signatures. It hashes all packages;
 * with `--store`, checks that the signature files can be written; signs all, with `--store` storing them in one
 * transaction; then writes the files. So a file never has a signature that is not stored, and `signatures export`
 * recovers a file that failed.
 */
export async function signInStore(
  context: CliContext,
  flags: SignFlags,
  { choice, packages, terms }: {
    readonly choice: KeyChoice;
    readonly packages: PackagePaths;
    readonly terms: StatementTerms | undefined;
  },
): Promise<CloacinaError | undefined> {
  const { paths } = packages;
  const targets = planTargets(flags, packages);
  const hashed = await processPackages(context, { ...flags, paths }, (one) => Promise.resolve(one));
  const admitted = flags.store ? allOrNone(hashed) : hashed;
  await makeOutputDirectories(context, flags, targets ?? new Map());
  if (flags.store) await requireTargets(context, flags, targets);
  const { signed, warnings } = await signAll(context, flags, { choice, admitted, targets, terms });
  const written = mapInOrder(signed, FILES_AT_ONCE, (one) => write(context, flags, one));
  return await printOutcomes(context, flags, {
    outcomes: await Array.fromAsync(written),
    format: withWarnings(warnings),
  });
}

function planTargets(flags: SignFlags, packages: PackagePaths): Targets {
  const isForStoreOnly = flags.store && flags.output === undefined && flags.outputDir === undefined;
  return isForStoreOnly ? null : planSignatureTargets(flags, packages);
}

/** If one package cannot be hashed, none is signed. */
function allOrNone(
  hashed: readonly Outcome<HashedPackage>[],
): readonly Outcome<HashedPackage>[] {
  const failed = hashed.find((outcome) => "error" in outcome);
  if (failed === undefined) return hashed;
  return hashed.map((outcome) =>
    "error" in outcome ? outcome : { path: outcome.path, error: notAlone(outcome.path, failed) }
  );
}

function notAlone(path: string, failed: { readonly path: string; readonly error: CloacinaError }) {
  const state = `with --store all are signed or none, and ${quoted(failed.path)} failed`;
  return new CloacinaError(failed.error.code, `Cannot sign ${quoted(path)}: ${state}`);
}

async function requireTargets(
  { files }: CliContext,
  flags: SignFlags,
  targets: Targets,
): Promise<void> {
  const paths = [...targets?.values() ?? []].filter((path) => path !== STANDARD_STREAM);
  const wanted = paths.map((path) => ({ path, mode: 0o644 }));
  await files.requireWritable(wanted, writeModeOf(flags));
}

/** A package that is to be signed, unless its target has the signature already. */
interface Planned {
  readonly hash: PackageHash;
  readonly target: string | null;
  readonly existing: PackageSignature | null;
}

/** The packages that were signed, skipped or failed, and what is to be said of the store. */
interface SignedPackages {
  readonly signed: readonly Outcome<ToWrite>[];
  readonly warnings: readonly string[];
}

async function signAll(
  context: CliContext,
  flags: SignFlags,
  { choice, admitted, targets, terms }: {
    readonly choice: KeyChoice;
    readonly admitted: readonly Outcome<HashedPackage>[];
    readonly targets: Targets;
    readonly terms: StatementTerms | undefined;
  },
): Promise<SignedPackages> {
  if (admitted.every((outcome) => "error" in outcome)) return { signed: admitted, warnings: [] };
  return await context.withOperations(flags, async (operations, place) => {
    const warnings = flags.store ? await warnOfTenant(place, context.terminal.tell) : [];
    const planned = await plan(context, flags, { operations, choice, admitted, targets, terms });
    const hashes = planned.flatMap((outcome) =>
      "error" in outcome || outcome.value.existing !== null ? [] : [outcome.value.hash]
    );
    const made = hashes.length === 0
      ? new Map<PackageHash, Made>()
      : await signNew(context, flags, { operations, choice, hashes, terms });
    const signed = planned.map((outcome): Outcome<ToWrite> => {
      if ("error" in outcome) return outcome;
      const { path, value: { hash, target, existing } } = outcome;
      const value = existing === null
        ? { ...made.get(hash)!, target, isSkipped: false }
        : { signature: existing, signer: OF_STORE, target, isSkipped: true };
      return { path, value };
    });
    return { signed, warnings };
  });
}

/** With `--skip-signed`, looks for signatures that are there: the store signs none of these again. */
async function plan(
  context: CliContext,
  flags: SignFlags,
  { operations, choice, admitted, targets, terms }: {
    readonly operations: Operations;
    readonly choice: KeyChoice;
    readonly admitted: readonly Outcome<HashedPackage>[];
    readonly targets: Targets;
    readonly terms: StatementTerms | undefined;
  },
): Promise<readonly Outcome<Planned>[]> {
  const publicKey = flags.skipSigned && "id" in choice
    ? await usablePublicKey(operations, toKeyReference(context, flags, choice.id))
    : null;
  return await mapOutcomes(admitted, FILES_AT_ONCE, async ({ hash }, path) => {
    const target = targets?.get(path) ?? null;
    const existing = publicKey === null || target === null
      ? null
      : await sameSignature(context, flags, { target, hash, publicKey, terms });
    return { hash, target, existing };
  });
}

/** Null for a key that is revoked, with which nothing is skipped: to sign with it is refused. */
async function usablePublicKey(
  { keys }: Operations,
  reference: KeyReference,
): Promise<PublicKey | null> {
  const { publicKey, revokedAt } = await keys.show(reference);
  return revokedAt === null ? publicKey : null;
}

async function signNew(
  context: CliContext,
  flags: SignFlags,
  { operations, choice, hashes, terms }: {
    readonly operations: Operations;
    readonly choice: KeyChoice;
    readonly hashes: readonly PackageHash[];
    readonly terms: StatementTerms | undefined;
  },
): Promise<ReadonlyMap<PackageHash, Made>> {
  const { signatures: made, signer, publicKey, orgId } = await signHashes(context, flags, {
    operations,
    choice,
    hashes,
    terms,
  });
  const blockers: Blockers = flags.store
    ? await findBlockers(operations, orgId, hashes)
    : new Map();
  await warnOfBlockers(context, { orgId, blockers });
  if (flags.store) await warnOfOthers(context, operations, { made, blockers });
  const isStatedBefore = flags.store === true && terms === undefined;
  if (isStatedBefore) await warnOfStatements(context, made, publicKey);
  return new Map(made.map((signature) => {
    const blocker = blockers.get(signature.packageHash);
    return [signature.packageHash, { signature, signer, blocker, isStatedBefore }];
  }));
}

/** A signature that was just made, who made it, and the stored one that the engine reads instead. */
interface Made {
  readonly signature: PackageSignature;
  readonly signer: SignerName;
  readonly blocker?: Blocker | undefined;
  /** Whether what it states was stored before, and is not stated anew. */
  readonly isStatedBefore?: boolean;
}

/** The same, or a signature that was there before; and where it goes, or is. */
interface ToWrite extends Made {
  readonly target: string | null;
  readonly isSkipped: boolean;
}

/** Warns of packages with other signatures: the engine checks only one, in no defined order. */
async function warnOfOthers(
  { terminal }: CliContext,
  { signatures }: Operations,
  { made, blockers }: { readonly made: readonly PackageSignature[]; readonly blockers: Blockers },
): Promise<void> {
  const hashes = made.map(({ packageHash }) => packageHash);
  const { items } = await signatures.signers({ orgId: null, hashes });
  for (const [index, { packageHash, keyFingerprints }] of items.entries()) {
    const other = keyFingerprints.find((signer) => signer !== made[index]!.keyFingerprint);
    if (other === undefined || blockers.has(packageHash)) continue;
    await terminal.tell(
      `warning: the package ${packageHash} has a signature by ${other} too; the engine looks at one only, ` +
        "whichever it meets first: `cloacina package preflight FILE` shows which",
    );
  }
}

async function write(
  context: CliContext,
  flags: SignFlags,
  signed: Outcome<ToWrite>,
): Promise<Outcome<Signed>> {
  if ("error" in signed) return signed;
  const { path, value } = signed;
  const { signature, target, isSkipped } = value;
  try {
    const { scheme, store: isStored = false } = flags;
    if (target !== null && !isSkipped) await writeSignature(context, flags, { signature, target });
    return { path, value: { ...value, isStored, scheme } };
  } catch (thrown) {
    const error = toCloacinaError(thrown);
    return { path, error: flags.store ? storedAllTheSame(error, signature) : error };
  }
}

function storedAllTheSame(
  error: CloacinaError,
  { packageHash, keyFingerprint: signer }: PackageSignature,
): CloacinaError {
  const exported =
    `cloacina signatures export --hash ${packageHash} --signer ${signer} --output FILE`;
  return error.with({ hint: `the signature is stored; \`${exported}\` writes it` });
}
