import { isClaimName } from "../../domain/claims.ts";
import type { Requirement } from "../../domain/statement.ts";
import { CloacinaError } from "../../errors.ts";

export const REQUIRE_HINT = "as in --require name=workflow, or --require 'version=>=1.2 <2'";

const HINTS = {
  "--claim": "as in --claim name=workflow",
  "--require": REQUIRE_HINT,
} as const;

/** Splits `name=value` at the first `=`. Throws `invalid_request`, without the text, which may be a secret. */
export function splitClaim(flag: keyof typeof HINTS, text: string): Requirement {
  const at = text.indexOf("=");
  const claim = text.slice(0, Math.max(at, 0));
  if (isClaimName(claim)) return { claim, value: text.slice(at + 1) };
  throw new CloacinaError(
    "invalid_request",
    `Cannot read ${flag}: it is not NAME=VALUE, with a name of a-z, 0-9, _, . and -`,
    { hint: HINTS[flag] },
  );
}
