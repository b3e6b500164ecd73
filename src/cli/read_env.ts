import { quoted } from "../domain/quoted.ts";
import type { NamedVariable, VariableName } from "../domain/variables.ts";
import { CloacinaError } from "../errors.ts";

/** Reads a variable. Throws `insufficient_permissions` for one that this program is not allowed to see. */
export function readEnv(name: VariableName | NamedVariable): string | undefined {
  try {
    return Deno.env.get(name);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotCapable)) throw error;
    throw new CloacinaError(
      "insufficient_permissions",
      `Cannot read the variable ${quoted(name)}: cloacina may read only variables of its own`,
      { hint: "give the variable a name that begins with CLOACINA_", cause: error },
    );
  }
}
