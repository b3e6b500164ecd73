import type { PackageSignature } from "../../domain/signature.ts";
import { quoted } from "../../domain/quoted.ts";
import { CloacinaError } from "../../errors.ts";
import { parseDetachedSignature } from "../../formats/signature/detached_signature.ts";
import { MAX_SIGNED_FILE_BYTES } from "../../formats/signature/signed_file.ts";
import type { CliContext } from "../context.ts";
import { readPath, type ReferencedBytes } from "../keys/read_reference.ts";
import { STANDARD_STREAM } from "../terminal/standard_streams.ts";

/** A detached signature, and the file that it was read from. */
export interface SignatureFile {
  readonly name: string;
  readonly signature: PackageSignature;
}

/** The value of `--signature`, if any, and whether there is only one package, as that flag requires. */
interface SignatureChoice {
  readonly signature: string | undefined;
  readonly isOnly: boolean;
}

const WITH_FLAG = "give the path of its signature with --signature FILE";

/** Reads the signature of a package: from `--signature`, else from beside it. Throws `signature_not_found`. */
export async function readSignatureOf(
  context: CliContext,
  packagePath: string,
  { signature, isOnly }: SignatureChoice,
): Promise<SignatureFile> {
  const path = signature ?? await findBeside(context, packagePath);
  if (path !== null) return await readSignatureFile(context, path);
  throw new CloacinaError(
    "signature_not_found",
    `Cannot verify ${quoted(packagePath)}: there is no signature beside it (${
      quoted(`${packagePath}.sig`)
    })`,
    { hint: isOnly ? WITH_FLAG : `verify it alone, and ${WITH_FLAG}` },
  );
}

/** As `readSignatureOf`, but null if there is none next to the package: it may be in the store. */
export async function findSignatureOf(
  context: CliContext,
  packagePath: string,
  signaturePath: string | undefined,
): Promise<SignatureFile | null> {
  const path = signaturePath ?? await findBeside(context, packagePath);
  return path === null ? null : await readSignatureFile(context, path);
}

/** Reads one signature file. Throws `signature_not_found` where there is none, `malformed_signature` for a bad one. */
export async function readSignatureFile(context: CliContext, path: string): Promise<SignatureFile> {
  const { bytes, name } = await readSignatureBytes(context, path);
  return { name, signature: parseDetachedSignature(bytes, name) };
}

/** Reads the bytes of a signature file of either scheme, and one too many at most. Throws `signature_not_found`. */
export async function readSignatureBytes(
  context: CliContext,
  path: string,
): Promise<ReferencedBytes> {
  const action = "read the signature";
  try {
    return await readPath(context, path, {
      limit: MAX_SIGNED_FILE_BYTES,
      action,
      regularOnly: true,
    });
  } catch (error) {
    throw error instanceof CloacinaError && error.code === "file_not_found"
      ? new CloacinaError("signature_not_found", error.message, { cause: error })
      : error;
  }
}

/** `<package>.sig`; for a name without an extension the engine writes and looks for `<name>..sig`. */
async function findBeside({ files }: CliContext, packagePath: string): Promise<string | null> {
  if (packagePath === STANDARD_STREAM) return null;
  const candidates = [`${packagePath}.sig`, `${packagePath}..sig`];
  for (const candidate of candidates) if (await files.exists(candidate)) return candidate;
  return null;
}
