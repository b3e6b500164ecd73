import type { Fingerprint } from "../../domain/fingerprint.ts";
import type { OrgId } from "../../domain/ids.ts";
import { quoted } from "../../domain/quoted.ts";
import type { SigningKeyRecord } from "../../domain/records.ts";
import { hasCode } from "../../errors.ts";
import type { LocalParts } from "../parts.ts";

/** How many signing keys are looked at: each organisation may have imported the same key. */
const MAX_KEYS = 10;

/**
 * The error for an untrusted signer, extended if its key is a signing key in this store: to have a key is not to trust
 * it. What a viewer limited to one organisation must not see is left out. Any other error is returned as it is.
 */
export async function namingHeldKey(
  { store, viewer }: Pick<LocalParts, "store" | "viewer">,
  error: unknown,
  { signer, orgId }: { readonly signer: Fingerprint | undefined; readonly orgId: OrgId },
): Promise<unknown> {
  if (!hasCode(error, "untrusted_signer")) return error;
  if (signer === undefined) return error;
  const rows = await store.findSigningKeys({ orgId: viewer, prefix: signer }, MAX_KEYS)
    .catch(() => []);
  const key = rows.find((row) => row.orgId === orgId) ?? rows[0];
  if (key === undefined) return error;
  return error.with({ message: `${error.message}; ${describe(key)}` });
}

function describe({ name, orgId, revokedAt }: SigningKeyRecord): string {
  const key = `${revokedAt === null ? "the" : "the revoked"} signing key ${quoted(name)}`;
  return `the store has it as ${key} of organisation ${orgId}, which does not make it trusted`;
}
