import { faultOfRequirement, VERSION_CLAIM } from "../../domain/claims.ts";
import { quoted } from "../../domain/quoted.ts";
import type { Requirement, StatementDemands } from "../../domain/statement.ts";
import { CloacinaError } from "../../errors.ts";
import { isRange } from "../../operations/package/versions.ts";
import { parseDayOrTime } from "../parse_time.ts";
import { splitClaim } from "./split_claim.ts";
import type { PackageArguments } from "./package_flags.ts";
import type { DemandFlags } from "./statement_flags.ts";

/** The flags that decide what can be demanded. */
interface VerifyingFlags extends DemandFlags, PackageArguments {
  readonly recipe?: "openssl";
}

/** What the flags of `package verify` demand. Throws `invalid_request`. */
export function readDemands(
  { require = [], requireStatement = false, minimumVersion, at, scheme, recipe }: VerifyingFlags,
): StatementDemands {
  const state = scheme === "provider"
    ? "the signature of a provider states nothing"
    : recipe !== undefined && "a recipe verifies no statement";
  if (state) throw new CloacinaError("invalid_request", `Cannot verify: ${state}`);
  const requirements = require.map((text) => splitClaim("--require", text));
  for (const requirement of requirements) {
    const fault = faultOfRequirement(requirement) ?? faultOfRange(requirement);
    if (fault === undefined) continue;
    throw new CloacinaError("invalid_request", `Cannot verify: ${fault}`, {
      hint: "as in --require 'version=>=1.2 <2', or --require version=1.2.3",
    });
  }
  return {
    requirements,
    isRequired: requireStatement || minimumVersion !== undefined,
    at: at === undefined ? null : parseDayOrTime("--at", at),
  };
}

function faultOfRange({ claim, value }: Requirement): string | undefined {
  return claim !== VERSION_CLAIM || isRange(value)
    ? undefined
    : `${quoted(value)} is not a version range`;
}
