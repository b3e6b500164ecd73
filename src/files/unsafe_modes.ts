import type { VariableName } from "../domain/variables.ts";

const VARIABLE: VariableName = "CLOACINA_ALLOW_UNSAFE_MODES";

let isAllowedByFlag = false;

/** Allows file systems without owners and modes, as requested with a flag. */
export function allowUnsafeModes(): void {
  isAllowedByFlag = true;
}

/** Whether owners and modes of files are checked: not on Windows, nor if the user disabled it. */
export function doModesCount(): boolean {
  return Deno.build.os !== "windows" && !isAllowedByFlag && !isAllowedByVariable();
}

/** Without permission to read the variable, owners and modes are checked. */
function isAllowedByVariable(): boolean {
  try {
    return Deno.env.get(VARIABLE) === "1";
  } catch {
    return false;
  }
}
