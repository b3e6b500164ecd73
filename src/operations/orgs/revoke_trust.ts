import { CloacinaError } from "../../errors.ts";
import { trustGrantEvent } from "../events.ts";
import type { Operations } from "../operations.ts";
import type { LocalParts } from "../parts.ts";

/** Takes a grant back: from now on the parent accepts only what it trusts itself. Throws `trust_not_found`. */
export async function revokeTrust(
  { store, now, audit }: LocalParts,
  pair: Parameters<Operations["orgs"]["revokeTrust"]>[0],
): Promise<void> {
  const { parent, child } = pair;
  await store.transaction(async (writer) => {
    if (!await writer.revokeTrustGrant(parent, child, now())) throw notFound(parent, child);
    await audit([trustGrantEvent("key.trust_acl.revoked", pair)]);
  });
}

function notFound(parent: string, child: string): CloacinaError {
  return new CloacinaError(
    "trust_not_found",
    `Cannot revoke the trust in ${child}: organisation ${parent} grants it none`,
    { hint: "`cloacina orgs list-trust` shows the grants" },
  );
}
