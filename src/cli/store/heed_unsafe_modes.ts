import type { CliContext } from "../context.ts";
import type { UnsafeModesFlag } from "../command_line/flags.ts";

/** Does what `--allow-unsafe-modes` says, where it is given. */
export function heedUnsafeModes(
  { files }: Pick<CliContext, "files">,
  { allowUnsafeModes }: UnsafeModesFlag,
): void {
  if (allowUnsafeModes) files.allowUnsafeModes();
}
