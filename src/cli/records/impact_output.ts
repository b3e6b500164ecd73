import type { TrustRevocation } from "../../domain/revocation.ts";
import type { Fields } from "../terminal/output.ts";

/** What a revocation of trust does, and what it does not. */
type Impact = Pick<TrustRevocation, "impact" | "stillTrustedBy">;

/** As lines of text: how many, then each package. */
export function impactFields(revocation: Impact, isDone: boolean): Fields {
  const { impact: { signatures }, stillTrustedBy } = revocation;
  return [
    ["impact", describeImpact(revocation, isDone)],
    ...signatures.map(({ packageHash, keepsAnother }) =>
      [
        "package",
        `${packageHash} ${keepsAnother ? "keeps another good signature" : "has no other good one"}`,
      ] as const
    ),
    ...stillTrustedBy.map((orgId) =>
      ["beware", `organisation ${orgId} still trusts it, and the engine follows that`] as const
    ),
  ];
}

/** How many stored signatures stop verifying, in words. */
export function describeImpact(
  { impact: { signatures, isCutOff } }: Impact,
  isDone: boolean,
): string {
  const count = `${isCutOff ? "at least " : ""}${signatures.length}`;
  const isOne = signatures.length === 1;
  const verb = isDone ? isOne ? "stops" : "stop" : "would stop";
  return `${count} stored ${isOne ? "signature" : "signatures"} ${verb} verifying`;
}
