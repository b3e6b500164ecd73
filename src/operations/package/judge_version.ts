import { VERSION_CLAIM } from "../../domain/claims.ts";
import { quoted } from "../../domain/quoted.ts";
import type { NamedVersion } from "../../domain/minimum_version.ts";
import type { Statement } from "../../domain/statement.ts";
import { CloacinaError } from "../../errors.ts";
import type { MinimumVersions } from "../../formats/statement/minimum_versions.ts";
import { orderOfVersions } from "../../domain/versions.ts";

/**
 * What a statement claims, if it is no older than the minimum. Throws `claim_mismatch` if it does not claim both a name
 * and a version, and `version_rolled_back` for a version below the minimum.
 */
export function requireNotOlder(
  minimum: MinimumVersions,
  { claims }: Statement,
  shown: string,
): NamedVersion {
  const { name, [VERSION_CLAIM]: version } = claims;
  if (name === undefined || version === undefined) {
    const missing = name === undefined ? "name" : VERSION_CLAIM;
    throw new CloacinaError(
      "claim_mismatch",
      `Cannot verify ${shown}: its statement does not claim ${missing}`,
    );
  }
  const lowest = minimum.get(name);
  if (lowest !== undefined && orderOfVersions(version, lowest) < 0) {
    const state = `version ${version} of ${
      quoted(name)
    } is older than ${lowest}, the highest accepted so far`;
    throw new CloacinaError("version_rolled_back", `Cannot verify ${shown}: ${state}`);
  }
  return { name, version };
}

/** The minimum versions once these were accepted, in any order; null if they stay as they are. */
export function raiseMinimum(
  minimum: MinimumVersions,
  accepted: readonly NamedVersion[],
): MinimumVersions | null {
  const raised = new Map(minimum);
  let isRaised = false;
  for (const { name, version } of accepted) {
    const lowest = raised.get(name);
    if (lowest !== undefined && orderOfVersions(version, lowest) <= 0) continue;
    raised.set(name, version);
    isRaised = true;
  }
  return isRaised ? raised : null;
}
