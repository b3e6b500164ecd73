import { basename, join } from "node:path";
import { CloacinaError } from "../../../errors.ts";
import type { JsonFlag } from "../../terminal/output.ts";
import { requireOneDocument } from "../../terminal/require_one_document.ts";
import { STANDARD_STREAM } from "../../terminal/standard_streams.ts";
import type { CliContext } from "../../context.ts";
import type { PackageSignature } from "../../../domain/signature.ts";
import { serializeDetachedSignature } from "../../../formats/signature/serialize_detached_signature.ts";

/** The flags that say where signatures go. */
export interface TargetFlags extends JsonFlag {
  readonly output?: string;
  readonly outputDir?: string;
}

/**
 * Where the signature of each package goes: `--output`, else `--output-dir`, else beside the package; of standard
 * input, to standard output. Throws `invalid_request` where two would go to one place, before anything is signed.
 */
export function planSignatureTargets(
  flags: TargetFlags,
  paths: readonly string[],
): ReadonlyMap<string, string> {
  requireOnePlace(flags, paths);
  const targets = new Map(paths.map((path) => [path, targetOf(flags, path)]));
  requireDistinct(paths, [...targets.values()]);
  if ([...targets.values()].includes(STANDARD_STREAM)) requireAlone(flags, paths);
  return targets;
}

function targetOf({ output, outputDir }: TargetFlags, path: string): string {
  if (output !== undefined) return output;
  if (path === STANDARD_STREAM) return STANDARD_STREAM;
  return outputDir === undefined ? `${path}.sig` : join(outputDir, `${basename(path)}.sig`);
}

function requireOnePlace({ output, outputDir }: TargetFlags, paths: readonly string[]): void {
  if (output === undefined) return;
  if (outputDir !== undefined) throw refused("--output and --output-dir are mutually exclusive");
  if (paths.length > 1) throw refused("--output takes one package; for several give --output-dir");
}

function requireDistinct(paths: readonly string[], targets: readonly string[]): void {
  if (new Set(paths).size < paths.length) throw refused("a package is given twice");
  if (new Set(targets).size < targets.length) throw refused("two packages have the same file name");
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

/** Creates the directory of `--output-dir` if it does not exist. */
export async function makeOutputDirectory(
  { files }: CliContext,
  { outputDir }: TargetFlags,
): Promise<void> {
  if (outputDir !== undefined) await files.makeDirectory(outputDir);
}

/** Writes a detached signature to its target. Throws `target_exists`, unless `force` replaces it. */
export async function writeSignature(
  { files, terminal }: CliContext,
  { force }: { readonly force?: boolean },
  { signature, target }: { readonly signature: PackageSignature; readonly target: string },
): Promise<void> {
  const text = serializeDetachedSignature(signature);
  if (target === STANDARD_STREAM) return await terminal.write(text);
  const file = { path: target, bytes: new TextEncoder().encode(text), mode: 0o644 };
  await files.write([file], force ? "replace" : "create");
}
