import { faultOfRequirement } from "../../domain/requirement.ts";
import type { StatementDemands } from "../../domain/statement.ts";
import { CloacinaError } from "../../errors.ts";
import { parseDayOrTime } from "../parse_time.ts";
import { REQUIRE_HINT, splitClaim } from "./split_claim.ts";
import type { PackageArguments } from "./package_flags.ts";
import type { DemandFlags } from "./statement_flags.ts";

/** The flags that decide what can be demanded. */
interface VerifyingFlags extends DemandFlags, PackageArguments {
  readonly recipe?: "openssl";
}

/** What the flags of `package verify` demand. Throws `invalid_request`. */
export async function readDemands(
  { require = [], requireStatement = false, minimumVersion, at, scheme, recipe }: VerifyingFlags,
): Promise<StatementDemands> {
  const state = scheme === "provider"
    ? "the signature of a provider states nothing"
    : recipe !== undefined && "a recipe verifies no statement";
  if (state) throw new CloacinaError("invalid_request", `Cannot verify: ${state}`);
  const requirements = require.map((text) => splitClaim("--require", text));
  for (const requirement of requirements) {
    const fault = await faultOfRequirement(requirement);
    if (fault === undefined) continue;
    throw new CloacinaError("invalid_request", `Cannot verify: ${fault}`, {
      hint: REQUIRE_HINT,
    });
  }
  return {
    requirements,
    isRequired: requireStatement || minimumVersion !== undefined,
    at: at === undefined ? null : parseDayOrTime("--at", at),
  };
}
