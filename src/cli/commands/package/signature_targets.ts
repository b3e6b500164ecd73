import { dirname, extname, join } from "node:path";
import { CloacinaError, hasCode } from "../../../errors.ts";
import type { JsonFlag } from "../../terminal/output.ts";
import { requireOneDocument } from "../../terminal/require_one_document.ts";
import { STANDARD_STREAM } from "../../terminal/standard_streams.ts";
import type { CliContext } from "../../context.ts";
import type { PackagePaths } from "../../package/package_paths.ts";
import type { PackageSignature } from "../../../domain/signature.ts";
import { type ForceFlag, writeModeOf } from "../../command_line/flags.ts";
import type { PackageArguments } from "../../package/package_flags.ts";
import { requireDistinctFiles } from "../../package/require_distinct_files.ts";
import { PROVIDER_SIGNATURE_FILE } from "../../../formats/signature/provider_signature.ts";
import { serializeDetachedSignature } from "../../../formats/signature/serialize_detached_signature.ts";

/** Signatures are public. */
const MODE = 0o644;

/** The flags that say where signatures go. */
export interface TargetFlags extends JsonFlag, PackageArguments {
  readonly output?: string;
  readonly outputDir?: string;
  readonly engineNames?: boolean;
}

/**
 * Where the signature of each package goes: `--output`, else `--output-dir`, else beside the package; of standard
 * input, to standard output; of a provider, always into its directory. Throws `invalid_request` where two would go to one place, before anything is signed.
 */
export function planSignatureTargets(
  flags: TargetFlags,
  { paths, nameOf }: PackagePaths,
): ReadonlyMap<string, string> {
  requireOnePlace(flags, paths);
  const targets = new Map(paths.map((path) => [path, targetOf(flags, path, nameOf)]));
  if (targets.size < paths.length) throw refused("a package is given twice");
  requireDistinctFiles("write the signatures", targets);
  if ([...targets.values()].includes(STANDARD_STREAM)) requireAlone(flags, paths);
  return targets;
}

function targetOf(
  flags: TargetFlags,
  path: string,
  nameOf: PackagePaths["nameOf"],
): string {
  const { output, outputDir, scheme } = flags;
  if (scheme === "provider") return join(path, PROVIDER_SIGNATURE_FILE);
  if (output !== undefined) return output;
  if (path === STANDARD_STREAM) return STANDARD_STREAM;
  const suffix = suffixOf(flags, path);
  return outputDir === undefined ? `${path}${suffix}` : join(outputDir, `${nameOf(path)}${suffix}`);
}

/** The engine replaces an extension by itself and `.sig`: of a name without one that makes two dots. */
function suffixOf({ engineNames }: TargetFlags, path: string): string {
  return engineNames && extname(path) === "" ? "..sig" : ".sig";
}

function requireOnePlace(flags: TargetFlags, paths: readonly string[]): void {
  const { output, outputDir, hash, scheme, engineNames } = flags;
  const isNamed = output !== undefined || outputDir !== undefined || engineNames;
  if (scheme === "provider" && isNamed) {
    throw refused(`that of a provider is always its ${PROVIDER_SIGNATURE_FILE}`);
  }
  if (hash !== undefined && output === undefined) {
    throw refused("with --hash there is no file to write it beside; give --output FILE or --store");
  }
  if (output === undefined) return;
  if (outputDir !== undefined) throw refused("--output and --output-dir are mutually exclusive");
  if (engineNames) throw refused("--output and --engine-names are mutually exclusive");
  if (paths.length > 1) throw refused("--output takes one package; for several give --output-dir");
}

/** A signature on standard output must be alone there. */
function requireAlone(flags: TargetFlags, paths: readonly string[]): void {
  const written = { action: "write the signatures", document: "the signature" };
  requireOneDocument(flags, STANDARD_STREAM, written);
  if (paths.length > 1) {
    throw refused("that of standard input goes to standard output, so it takes no other package");
  }
}

function refused(state: string): CloacinaError {
  return new CloacinaError("invalid_request", `Cannot write the signatures: ${state}`);
}

/**
 * Creates the directory of `--output-dir`, and those that it needs below it, if they do not exist. Throws
 * `invalid_request` for a link below it, through which signatures would be written elsewhere.
 */
export async function makeOutputDirectories(
  { files }: CliContext,
  { outputDir }: TargetFlags,
  targets: ReadonlyMap<string, string>,
): Promise<void> {
  if (outputDir === undefined) return;
  const needed = [...targets.values()].filter((target) => target !== STANDARD_STREAM).map(dirname);
  await files.makeDirectory(outputDir);
  for (const path of new Set(needed)) await files.makeDirectoryIn(outputDir, path);
}

/**
 * Throws what `writeSignature` would throw for a target, as far as can be known in advance: whoever keeps the key may ask
 * somebody to confirm, and has its own record of what it signed.
 */
export async function requireTarget(
  { files }: CliContext,
  flags: PackageArguments & ForceFlag,
  target: string,
): Promise<void> {
  if (target === STANDARD_STREAM) return;
  await files.requireWritable([{ path: target, mode: MODE }], writeModeOf(flags))
    .catch((error) => {
      throw withItsHint(flags, error);
    });
}

/** Writes a signature to its target, in the form of its scheme. Throws `target_exists`, unless `force` replaces it. */
export async function writeSignature(
  { files, terminal }: CliContext,
  flags: PackageArguments & ForceFlag,
  { signature, target }: { readonly signature: PackageSignature; readonly target: string },
): Promise<void> {
  const bytes = flags.scheme === "provider"
    ? signature.signature
    : new TextEncoder().encode(serializeDetachedSignature(signature));
  if (target === STANDARD_STREAM) return await terminal.write(bytes);
  await files.write([{ path: target, bytes, mode: MODE }], writeModeOf(flags)).catch((error) => {
    throw withItsHint(flags, error);
  });
}

/** A provider's signature has no other name. */
function withItsHint({ scheme }: PackageArguments, error: unknown): unknown {
  return scheme === "provider" && hasCode(error, "target_exists")
    ? error.with({ hint: "replace it with --force" })
    : error;
}
