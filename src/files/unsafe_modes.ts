import type { VariableName } from "../domain/variables.ts";

const VARIABLE: VariableName = "CLOACINA_ALLOW_UNSAFE_MODES";

let isAllowedByFlag = false;

/** Lets this process work on file systems that keep no owners and modes, as its user said with a flag. */
export function allowUnsafeModes(): void {
  isAllowedByFlag = true;
}

/** Whether owners and modes of files decide: not on Windows, and not where the user says that they mean nothing. */
export function doModesCount(): boolean {
  return Deno.build.os !== "windows" && !isAllowedByFlag && !isAllowedByVariable();
}

/** A process that may not see the variable heeds them. */
function isAllowedByVariable(): boolean {
  try {
    return Deno.env.get(VARIABLE) === "1";
  } catch {
    return false;
  }
}
