import { CloacinaError } from "../../errors.ts";
import type { CliContext } from "../context.ts";

/** Throws `insufficient_permissions` if this process may not use the network. */
export async function requireNetwork(
  { runtime }: CliContext,
  action: string,
  hint: string,
): Promise<void> {
  if (await runtime.mayUseNetwork()) return;
  const message = `Cannot ${action}: this build has no network`;
  throw new CloacinaError("insufficient_permissions", message, { hint });
}
