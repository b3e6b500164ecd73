import { join, normalize } from "node:path";
import { quoted } from "../../domain/quoted.ts";
import { CloacinaError } from "../../errors.ts";
import type { CliContext } from "../context.ts";
import type { PackagePaths } from "./package_paths.ts";
import { requireDistinctFiles } from "./require_distinct_files.ts";

/** Flags that say where signatures are. */
interface SignatureFlags {
  readonly signature?: string;
  readonly signatureDir?: string;
}

/** Where the signature of a package is looked for. */
export interface SignaturePlace {
  /** The value of `--signature`. */
  readonly signature: string | undefined;
  /** The path of the signature file, without `.sig`. */
  readonly base: string;
  readonly isBeside: boolean;
  /** What to try where there is none. */
  readonly hint: string | undefined;
}

const ALONE = "give the path of its signature with --signature FILE";
const SEVERAL = "give the directory that has the signatures with --signature-dir DIR";

/** Where the signature of a package is: `--signature`, else in `--signature-dir`, else beside the package. */
export function signaturePlace(
  { signature, signatureDir }: SignatureFlags,
  { paths, nameOf }: PackagePaths,
  path: string,
): SignaturePlace {
  if (signatureDir === undefined) {
    return { signature, base: path, isBeside: true, hint: paths.length === 1 ? ALONE : SEVERAL };
  }
  return { signature, base: join(signatureDir, nameOf(path)), isBeside: false, hint: undefined };
}

/** Throws if `--signature-dir` is no directory: nothing that is missing there would be found in it. */
export async function requireSignatureDir(
  { files }: CliContext,
  { signatureDir }: SignatureFlags,
): Promise<void> {
  if (signatureDir === undefined) return;
  const action = "read the signatures in";
  if (await files.list(signatureDir, action) !== null) return;
  throw new CloacinaError(
    "invalid_request",
    `Cannot ${action} ${quoted(signatureDir)}: it is not a directory`,
  );
}

/** Throws if two packages would have the same file in `--signature-dir`: at least one would seem to be tampered with. */
export function requireDistinctSignatures(
  { signatureDir }: SignatureFlags,
  { paths, nameOf }: PackagePaths,
): void {
  if (signatureDir === undefined) return;
  // A package that is given twice is still one.
  const files = new Map(paths.map((path) => [normalize(path), nameOf(path)]));
  requireDistinctFiles("find the signatures", files);
}
