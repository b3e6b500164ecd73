import { quoted } from "../../domain/quoted.ts";
import type { PackageSignature } from "../../domain/signature.ts";
import { CloacinaError, toCloacinaError } from "../../errors.ts";
import { parseDetachedSignature } from "../../formats/signature/detached_signature.ts";
import type { CliContext } from "../context.ts";
import type { ReferencedBytes } from "../keys/read_reference.ts";
import { STANDARD_STREAM } from "../terminal/standard_streams.ts";

/** The signature in a file that was named on the command line. Throws `malformed_signature`. */
export async function parseNamedSignature(
  context: CliContext,
  path: string,
  { name, bytes }: ReferencedBytes,
): Promise<PackageSignature> {
  try {
    return parseDetachedSignature(bytes, name);
  } catch (thrown) {
    throw await orPackage(context, path, thrown);
  }
}

/** The error for what was named as a signature and is none: it may be a package that has its signature beside it. */
export async function orPackage(
  { files }: CliContext,
  path: string,
  thrown: unknown,
): Promise<CloacinaError> {
  const error = toCloacinaError(thrown);
  const beside = `${path}.sig`;
  if (path === STANDARD_STREAM || !await files.exists(beside)) return error;
  return error.with({ hint: `did you mean ${quoted(beside)}?` });
}
