import type { PackageSignature } from "../../../domain/signature.ts";
import type { SignatureScheme } from "../../../domain/signature_scheme.ts";
import type { CliContext } from "../../context.ts";
import type { Fresh } from "./existing_signature.ts";
import { STANDARD_STREAM } from "../../terminal/standard_streams.ts";

/** The flags that decide whether a signature is left as it is. */
interface SkipFlags {
  readonly skipSigned?: boolean;
  readonly scheme?: SignatureScheme;
}

/** With `--skip-signed`, what `existingSignature` finds; else null. Loaded on demand: most signing reads no signature. */
export async function sameSignature(
  context: CliContext,
  { skipSigned, scheme }: SkipFlags,
  { target, ...made }: Omit<Fresh, "target"> & { readonly target: string | null },
): Promise<PackageSignature | null> {
  if (!skipSigned || target === null || target === STANDARD_STREAM) return null;
  const { existingSignature } = await import("./existing_signature.ts");
  return await existingSignature(context, scheme, { target, ...made });
}
