import { isClaimName } from "../../domain/claims.ts";
import type { Requirement } from "../../domain/statement.ts";
import { CloacinaError } from "../../errors.ts";

/** Splits `name=value` at the first `=`. Throws `invalid_request`, without the text, which may be a secret. */
export function splitClaim(flag: string, text: string): Requirement {
  const at = text.indexOf("=");
  const claim = text.slice(0, Math.max(at, 0));
  if (isClaimName(claim)) return { claim, value: text.slice(at + 1) };
  throw new CloacinaError(
    "invalid_request",
    `Cannot read ${flag}: it is not NAME=VALUE, with a name of a-z, 0-9, _, . and -`,
    { hint: `as in ${flag} name=workflow` },
  );
}
