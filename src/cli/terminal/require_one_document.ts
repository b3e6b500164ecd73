import { CloacinaError } from "../../errors.ts";
import type { JsonFlag } from "./output.ts";
import { STANDARD_STREAM } from "./standard_streams.ts";

/** What a command does, as in "export the key", and the document that it writes, as in "the key". */
interface Written {
  readonly action: string;
  readonly document: string;
}

/** Refuses `--json` where the document that a command writes goes to standard output, too. */
export function requireOneDocument(
  { json }: JsonFlag,
  target: string,
  { action, document }: Written,
): void {
  if (!json || target !== STANDARD_STREAM) return;
  throw new CloacinaError(
    "invalid_request",
    `Cannot ${action}: --json and ${document} would both go to standard output`,
    { hint: "give --output FILE" },
  );
}
