import { join } from "node:path";
import type { CliContext } from "./context.ts";

/** Where the files of this program and of the engine lie: CLOACINA_HOME, else ~/.cloacina. */
export function homeOf({ env }: Pick<CliContext, "env">): string {
  return env("CLOACINA_HOME") ?? join(env("HOME") ?? env("USERPROFILE") ?? "~", ".cloacina");
}

/** Where keys are kept if nothing else is said. */
export function defaultKeyDirectory(context: Pick<CliContext, "env">): string {
  return join(homeOf(context), "keys");
}
