import { basename, join } from "node:path";
import { quoted } from "../../domain/quoted.ts";
import { CloacinaError, hasCode } from "../../errors.ts";
import {
  commandLineError,
  mutuallyExclusive,
  SEE_HELP,
} from "../command_line/command_line_error.ts";
import type { CliContext } from "../context.ts";
import { refuseSecret } from "../secrets/secret_given.ts";
import { asFile, STANDARD_STREAM } from "../terminal/standard_streams.ts";
import type { PackageArguments, PathFlags } from "./package_flags.ts";
import { parseHash } from "./parse_hash.ts";

/** The packages that a command was given. */
export interface PackagePaths {
  readonly paths: readonly string[];
  /** What the signature of a package is called in a directory of signatures, without `.sig`. */
  readonly nameOf: (path: string) => string;
}

/** A package, named by its file name or, with `--recursive`, by its path in the directory that was given. */
interface Named {
  readonly path: string;
  readonly name: string;
}

/**
 * The packages of a command line: its arguments and those of `--files-from`, with `--recursive` the files in
 * directories. Signature files are left out, with a note. `verb` is "sign" or "verify". Throws if none are left.
 */
export async function packagePaths(
  context: CliContext,
  flags: PathFlags & PackageArguments,
  { given, verb }: { readonly given: readonly string[]; readonly verb: string },
): Promise<PackagePaths> {
  const { filesFrom, recursive, scheme } = flags;
  if (recursive && scheme === "provider") {
    throw mutuallyExclusive("--recursive", "--scheme provider");
  }
  const all = filesFrom === undefined ? given : await withListed(context, given, filesFrom);
  const named = recursive ? await allIn(context, all) : all.map(toNamed);
  const packages = named.filter(({ path }) => !isSignature(path));
  const isNone = packages.length === 0 && (given.length > 0 || filesFrom !== undefined);
  if (isNone) throw noPackages(verb, named);
  await noteSignatures(context, named.length - packages.length);
  const names = new Map(packages.map(({ path, name }) => [path, name]));
  return {
    paths: packagesOf(flags, packages.map(({ path }) => path)),
    nameOf: (path) => names.get(path) ?? basename(path),
  };
}

/** What is listed and an argument too is taken once. */
async function withListed(
  context: CliContext,
  given: readonly string[],
  filesFrom: string,
): Promise<readonly string[]> {
  const { readFilesFrom } = await import("./files_from.ts");
  const listed = await readFilesFrom(context, filesFrom);
  const known = new Set(given);
  return [...given, ...listed.filter((path) => !known.has(path))];
}

function toNamed(path: string): Named {
  return { path, name: basename(path) };
}

/** One after the other: a list may have very many directories. */
async function allIn(context: CliContext, paths: readonly string[]): Promise<readonly Named[]> {
  const named = await Array.fromAsync(paths, (path) => filesIn(context, path));
  return named.flat();
}

/** The files in a directory, else the path itself: what it is, its reader says. */
async function filesIn({ files }: CliContext, path: string): Promise<readonly Named[]> {
  if (path === STANDARD_STREAM) return [toNamed(path)];
  const action = "read the packages in";
  const names = await files.listTree(path, action).catch((error) => {
    refuseSecret(path, action);
    if (hasCode(error, "file_not_found")) return null;
    throw error;
  });
  return names?.map((name) => ({ path: asFile(join(path, name)), name })) ?? [toNamed(path)];
}

function isSignature(path: string): boolean {
  return path.endsWith(".sig");
}

async function noteSignatures({ terminal }: CliContext, count: number): Promise<void> {
  if (count === 0) return;
  const what = count === 1 ? "1 signature file was" : `${count} signature files were`;
  await terminal.note(`note: ${what} left out (*.sig)`);
}

/** The paths, or, as `sha256:HASH`, the package of `--hash`. Throws `invalid_request` for none, and for both. */
function packagesOf(
  { hash, scheme }: PackageArguments,
  paths: readonly string[],
): readonly string[] {
  if (hash !== undefined) {
    if (paths.length > 0) throw commandLineError("--hash takes the place of a PATH");
    if (scheme === "provider") throw mutuallyExclusive("--hash", "--scheme provider");
    return [`sha256:${parseHash(hash)}`];
  }
  if (paths.length === 0) {
    throw commandLineError("the argument PATH is missing", SEE_HELP);
  }
  if (scheme === "provider" && paths.includes(STANDARD_STREAM)) {
    throw commandLineError("a provider is a directory, and not standard input");
  }
  return paths;
}

function noPackages(verb: string, named: readonly Named[]): CloacinaError {
  const [only, ...others] = named;
  if (only === undefined) {
    return new CloacinaError("file_not_found", `Cannot ${verb} packages: there are none`);
  }
  const message = others.length === 0
    ? `Cannot ${verb} ${quoted(only.path)}: it is a signature file (*.sig)`
    : `Cannot ${verb} packages: there are only signature files (*.sig)`;
  return new CloacinaError("invalid_request", message, { hint: "name the package itself" });
}
