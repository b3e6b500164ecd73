import { dirname } from "node:path";
import type { PackageSignature } from "../../domain/signature.ts";
import { quoted } from "../../domain/quoted.ts";
import { CloacinaError, hasCode } from "../../errors.ts";
import { parseDetachedSignature } from "../../formats/signature/detached_signature.ts";
import { MAX_SIGNED_FILE_BYTES } from "../../formats/signature/signed_file.ts";
import type { CliContext } from "../context.ts";
import { readPath, type ReferencedBytes } from "../keys/read_reference.ts";
import type { SignaturePlace } from "./signature_place.ts";
import { STANDARD_STREAM } from "../terminal/standard_streams.ts";

/** A detached signature, and the file that it was read from. */
export interface SignatureFile {
  readonly name: string;
  readonly signature: PackageSignature;
}

/** Reads the signature of a package: from `--signature`, else from where it is looked for. Throws `signature_not_found`. */
export async function readSignatureOf(
  context: CliContext,
  packagePath: string,
  place: SignaturePlace,
): Promise<SignatureFile> {
  const found = await findSignatureOf(context, packagePath, place);
  if (found !== null) return found;
  const { base, isBeside, hint } = place;
  const where = isBeside ? "beside it" : `in ${quoted(dirname(base))}`;
  throw new CloacinaError(
    "signature_not_found",
    `Cannot verify ${quoted(packagePath)}: there is no signature ${where} (${
      quoted(`${base}.sig`)
    })`,
    { hint },
  );
}

/** As `readSignatureOf`, but null if there is none: it may be in the store. */
export async function findSignatureOf(
  context: CliContext,
  packagePath: string,
  { signature, base }: SignaturePlace,
): Promise<SignatureFile | null> {
  if (signature !== undefined) return await readSignatureFile(context, signature);
  return packagePath === STANDARD_STREAM ? null : await readFirst(context, base);
}

/** Reads one signature file. Throws `signature_not_found` where there is none, `malformed_signature` for a bad one. */
export async function readSignatureFile(context: CliContext, path: string): Promise<SignatureFile> {
  const { bytes, name } = await readSignatureBytes(context, path);
  const signature = parseDetachedSignature(bytes, name);
  await context.terminal.detail(`signature: ${name}, by the key ${signature.keyFingerprint}`);
  return { name, signature };
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
      parserRefuses: true,
    });
  } catch (error) {
    throw hasCode(error, "file_not_found") ? error.with({ code: "signature_not_found" }) : error;
  }
}

/** `<base>.sig`; for a name without an extension the engine writes and looks for `<name>..sig`. Null if there is neither. */
async function readFirst(context: CliContext, base: string): Promise<SignatureFile | null> {
  return await readIfThere(context, `${base}.sig`) ?? await readIfThere(context, `${base}..sig`);
}

/** Whether it exists is asked only where it cannot be read: most signatures are there. */
async function readIfThere(context: CliContext, path: string): Promise<SignatureFile | null> {
  try {
    return await readSignatureFile(context, path);
  } catch (error) {
    if (error instanceof CloacinaError && !await context.files.exists(path)) return null;
    throw error;
  }
}
