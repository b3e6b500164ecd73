import type { CloacinaError } from "../../errors.ts";
import type { Fields } from "../terminal/output.ts";

/** A store, a server or a signer that was checked, as printed: what chose it, and whether or why not it can be used. */
export interface CheckedPart {
  readonly json: Readonly<Record<string, unknown>>;
  readonly fields: Fields;
  /** Why it cannot be used, in `json` and `fields` already. */
  readonly error?: CloacinaError;
}
