import type { TrustRevocation } from "../../../domain/revocation.ts";
import { Code } from "./text.tsx";

/** How many packages are listed; the number of all is told. */
const LISTED = 20;

/** What stops verifying by a revocation. */
export function Impact(
  { of }: { readonly of: Pick<TrustRevocation, "impact" | "stillTrustedBy"> },
) {
  const { impact: { signatures, isCutOff }, stillTrustedBy } = of;
  const alone = signatures.filter(({ keepsAnother }) => !keepsAnother).length;
  const blocked = signatures.filter(({ isFirst }) => isFirst).length;
  return (
    <>
      <p>
        <strong>{isCutOff && "At least "}{countOf(signatures.length, "stored signature")}</strong>
        {" "}
        would stop verifying
        {signatures.length > 0 && `; ${countOf(alone, "package")} would have no other good one`}.
      </p>
      {blocked > 0 && stillTrustedBy.length === 0 && (
        <p>
          The engine would refuse{" "}
          {countOf(blocked, "package")}: it reads their first signature only.
        </p>
      )}
      {signatures.length > 0 && (
        <details>
          <summary>Packages</summary>
          <ul>
            {signatures.slice(0, LISTED).map(({ packageHash, keepsAnother }) => (
              <li key={packageHash}>
                <Code of={packageHash} />
                {keepsAnother ? " keeps another good signature" : " has no other good signature"}
              </li>
            ))}
            {signatures.length > LISTED && <li>and {signatures.length - LISTED} more</li>}
          </ul>
        </details>
      )}
      {stillTrustedBy.map((orgId) => (
        <p key={orgId} class="warning">
          Organisation <Code of={orgId} /> still trusts it, and the engine follows that.
        </p>
      ))}
    </>
  );
}

/** "1 package", "2 packages". */
export function countOf(count: number, noun: string): string {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}
