import type { PackageSignature } from "../../../domain/signature.ts";
import type { CliContext } from "../../context.ts";
import type { SkipFlags, Wanted } from "./existing_signature.ts";
import { STANDARD_STREAM } from "../../terminal/standard_streams.ts";

/** With `--skip-signed`, what `existingSignature` finds; else null. Loaded on demand: most signing reads no signature. */
export async function sameSignature(
  context: CliContext,
  flags: SkipFlags,
  wanted: Wanted,
): Promise<PackageSignature | null> {
  if (!flags.skipSigned || wanted.target === STANDARD_STREAM) return null;
  const { existingSignature } = await import("./existing_signature.ts");
  return await existingSignature(context, flags, wanted);
}
