import { isStandardInput } from "../terminal/standard_streams.ts";
import { isReference } from "./read_reference.ts";

/** Whether what was given for a key can only be read: it is `-`, `env:VAR`, `file:PATH`, or has a separator, which no name and no ID has. */
export function isPath(text: string): boolean {
  return isStandardInput(text) || isReference(text) || /[\\/]/.test(text);
}
