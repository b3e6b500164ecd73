import { quoted } from "../../domain/quoted.ts";
import { CloacinaError } from "../../errors.ts";
import { pathOf, type ReferencedBytes } from "./read_reference.ts";

/** Refuses the key of `env:VAR` with `invalid_key` if the variable is empty, as CI systems leave a secret they withhold. */
export function refuseEmptyVariable(
  reference: string,
  { name, bytes }: Pick<ReferencedBytes, "name" | "bytes">,
): void {
  if (bytes.length > 0 || pathOf(reference) !== null) return;
  throw new CloacinaError("invalid_key", `Cannot read the key ${quoted(name)}: it is empty`, {
    hint: "is the secret available to this job?",
  });
}
