import type { CliContext } from "./context.ts";
import type { ReferencedBytes } from "./read_reference.ts";

/** Warns of a file with a secret that others may read. */
export async function warnOfReaders(
  { terminal }: CliContext,
  { mode, name }: ReferencedBytes,
): Promise<void> {
  if (mode === null || (mode & 0o077) === 0) return;
  const octal = mode.toString(8).padStart(4, "0");
  await terminal.note(`warning: ${name} can be read by others (mode ${octal}); chmod 600 it`);
}
