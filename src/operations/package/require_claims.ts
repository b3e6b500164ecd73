import { VERSION_CLAIM } from "../../domain/claims.ts";
import { quoted } from "../../domain/quoted.ts";
import type { Requirement, Statement } from "../../domain/statement.ts";
import { CloacinaError } from "../../errors.ts";

/** Throws `claim_mismatch` where a claim is missing or not what is required. */
export async function requireClaims(
  { claims }: Statement,
  requirements: readonly Requirement[],
  name: string,
): Promise<void> {
  for (const { claim, value } of requirements) {
    const claimed = Object.hasOwn(claims, claim) ? claims[claim]! : null;
    if (claimed !== null && await meets(claimed, { claim, value })) continue;
    const state = claimed === null
      ? `its statement does not claim ${claim}`
      : `its ${claim} is ${quoted(claimed)}, and ${quoted(value)} is required`;
    throw new CloacinaError("claim_mismatch", `Cannot verify ${name}: ${state}`);
  }
}

async function meets(claimed: string, { claim, value }: Requirement): Promise<boolean> {
  if (claim !== VERSION_CLAIM) return claimed === value;
  const { isInRange } = await import("../../domain/versions.ts");
  return isInRange(claimed, value);
}
