import { CloacinaError } from "../../errors.ts";
import { trustGrantEvent } from "../events.ts";
import type { Operations } from "../operations.ts";
import type { LocalParts } from "../parts.ts";
import { transact } from "../transact.ts";

/** Takes a grant back: from now on the parent accepts only what it trusts itself. Throws `trust_not_found`. */
export async function revokeTrust(
  parts: LocalParts,
  pair: Parameters<Operations["orgs"]["revokeTrust"]>[0],
): Promise<void> {
  const { parent, child } = pair;
  await transact(parts, {}, async (writer) => {
    if (!await writer.revokeTrustGrant(parent, child, parts.now())) throw notFound(parent, child);
    return { result: undefined, events: [trustGrantEvent("key.trust_acl.revoked", pair)] };
  });
}

function notFound(parent: string, child: string): CloacinaError {
  return new CloacinaError(
    "trust_not_found",
    `Cannot revoke the trust in ${child}: organisation ${parent} grants it none`,
    { hint: "`cloacina orgs list-trust` shows the grants" },
  );
}
