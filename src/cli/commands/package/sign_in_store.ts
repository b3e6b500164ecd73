import type { HashedPackage } from "../../../domain/package_hash.ts";
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
  type Outcome,
  printOutcomes,
  processPackages,
} from "../../package/batch.ts";
import { warnOfTenant } from "../../asked_place.ts";
import { type Blockers, findBlockers, warnOfBlockers } from "../../package/blockers.ts";
import { warnOfStatements } from "../../package/stored_statements.ts";
import type { CliContext } from "../../context.ts";
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
  const { signed, warnings } = await signAll(context, flags, { choice, admitted, terms });
  const written = mapInOrder(
    signed,
    FILES_AT_ONCE,
    (one) => write(context, flags, { signed: one, targets }),
  );
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

/** The packages that were signed or failed, and what is to be said of the store. */
interface SignedPackages {
  readonly signed: readonly Outcome<Stored>[];
  readonly warnings: readonly string[];
}

async function signAll(
  context: CliContext,
  flags: SignFlags,
  { choice, admitted, terms }: {
    readonly choice: KeyChoice;
    readonly terms: StatementTerms | undefined;
    readonly admitted: readonly Outcome<HashedPackage>[];
  },
): Promise<SignedPackages> {
  const hashes = admitted.flatMap((outcome) => "error" in outcome ? [] : [outcome.value.hash]);
  if (hashes.length === 0) {
    return { signed: admitted.filter((outcome) => "error" in outcome), warnings: [] };
  }
  const { signatures, warnings } = await context.withOperations(
    flags,
    async (operations, place) => {
      const warnings = flags.store ? await warnOfTenant(place, context.terminal.tell) : [];
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
      const signatures = new Map(made.map((signature) => {
        const blocker = blockers.get(signature.packageHash);
        return [signature.packageHash, { signature, signer, publicKey, blocker, isStatedBefore }];
      }));
      return { signatures, warnings };
    },
  );
  const signed = admitted.map((outcome) =>
    "error" in outcome
      ? outcome
      : { path: outcome.path, value: signatures.get(outcome.value.hash)! }
  );
  return { signed, warnings };
}

/** A signature, the key that made it, and the stored one that the engine reads instead. */
interface Stored {
  readonly signature: PackageSignature;
  readonly signer: SignerName;
  readonly publicKey: Pick<PublicKey, "bytes">;
  readonly blocker: Blocker | undefined;
  /** Whether what it states was stored before, and is not stated anew. */
  readonly isStatedBefore: boolean;
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
  { signed, targets }: { readonly signed: Outcome<Stored>; readonly targets: Targets },
): Promise<Outcome<Signed>> {
  if ("error" in signed) return signed;
  const { path, value: { signature, publicKey, ...made } } = signed;
  const target = targets?.get(path) ?? null;
  try {
    const { scheme, store: isStored = false } = flags;
    const done = { ...made, target, isStored, scheme };
    const same = await sameSignature(context, flags, { target, fresh: signature, publicKey });
    if (same !== null) return { path, value: { ...done, signature: same, isSkipped: true } };
    if (target !== null) await writeSignature(context, flags, { signature, target });
    return { path, value: { ...done, signature, isSkipped: false } };
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
