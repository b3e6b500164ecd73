import type { CliContext } from "../../context.ts";
import type { TargetFlags } from "./signature_targets.ts";

/** Makes the directory of `--output-dir` where it is not there. */
export async function makeOutputDirectory(
  { files }: CliContext,
  { outputDir }: TargetFlags,
): Promise<void> {
  if (outputDir !== undefined) await files.makeDirectory(outputDir);
}
