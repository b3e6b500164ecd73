import * as z from "zod/mini";
import type { TrustRevocation } from "../../operations/operations.ts";
import { listOf, orgIdField, packageHashField } from "./fields.ts";
import { MAX_GRANTS } from "./trust_grant.ts";

/** The most signatures of an impact: `revocationImpact` looks at no more. */
const MAX_STOPS_VERIFYING = 1000;

/** What a revocation of trust does to stored signatures, and who still trusts the key. */
type Impact = Pick<TrustRevocation, "impact" | "stillTrustedBy">;

/** The same as fields of an answer. */
export const impactFields = {
  still_trusted_by: listOf(orgIdField, MAX_GRANTS),
  stops_verifying: listOf(
    z.object({ package_hash: packageHashField, keeps_another: z.boolean() }),
    MAX_STOPS_VERIFYING,
  ),
  stops_verifying_cut_off: z.boolean(),
} as const;

const Fields = z.object(impactFields);

/** Reads the fields. */
export function toImpact(body: z.output<typeof Fields>): Impact {
  return {
    stillTrustedBy: body.still_trusted_by,
    impact: {
      signatures: body.stops_verifying.map(({ package_hash, keeps_another }) => ({
        packageHash: package_hash,
        keepsAnother: keeps_another,
      })),
      isCutOff: body.stops_verifying_cut_off,
    },
  };
}

/** Writes the fields. */
export function toImpactFields({ impact, stillTrustedBy }: Impact): z.output<typeof Fields> {
  return {
    still_trusted_by: [...stillTrustedBy],
    stops_verifying: impact.signatures.map(({ packageHash, keepsAnother }) => ({
      package_hash: packageHash,
      keeps_another: keepsAnother,
    })),
    stops_verifying_cut_off: impact.isCutOff,
  };
}
