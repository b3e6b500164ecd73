import { VERSION_CLAIM } from "../../domain/claims.ts";
import { quoted } from "../../domain/quoted.ts";
import type { Statement } from "../../domain/statement.ts";
import { CloacinaError } from "../../errors.ts";
import type { MinimumVersions } from "../../formats/statement/minimum_versions.ts";
import { orderOfVersions } from "./versions.ts";

/**
 * The minimum versions once this statement was accepted; null if they stay as they are. Throws `claim_mismatch` if it
 * does not claim both a name and a version, and `version_rolled_back` for a version below the minimum.
 */
export function raiseMinimum(
  minimum: MinimumVersions,
  { claims }: Statement,
  shown: string,
): MinimumVersions | null {
  const { name, [VERSION_CLAIM]: version } = claims;
  if (name === undefined || version === undefined) {
    const missing = name === undefined ? "name" : VERSION_CLAIM;
    throw new CloacinaError(
      "claim_mismatch",
      `Cannot verify ${shown}: its statement does not claim ${missing}`,
    );
  }
  const lowest = minimum.get(name);
  const order = lowest === undefined ? 1 : orderOfVersions(version, lowest);
  if (order < 0) {
    const state = `its version of ${quoted(name)} is ${version}, and ${lowest} was accepted before`;
    throw new CloacinaError("version_rolled_back", `Cannot verify ${shown}: ${state}`);
  }
  return order === 0 ? null : new Map([...minimum, [name, version]]);
}
