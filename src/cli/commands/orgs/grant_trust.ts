import { type OrgId, toOrgId } from "../../../domain/ids.ts";
import { warnOfTenant } from "../../asked_place.ts";
import type { CliContext } from "../../context.ts";
import { type JsonFlag, printResult } from "../../terminal/output.ts";
import type { RemoteFlags } from "../../server/remote_flags.ts";
import type { StoreFlags } from "../../store/store_flags.ts";
import { recordJson } from "../../records/record_json.ts";
import { trustGrantFields } from "../../records/trust_grant_output.ts";
import { unknownOrgs } from "../../unknown_orgs.ts";

/** The flags of `orgs grant-trust`. */
export interface GrantTrustFlags extends JsonFlag, StoreFlags, RemoteFlags {
  readonly from: string;
  readonly to: string;
}

/** Lets an organisation accept every key that another one itself trusts. */
export default async function grantTrust(
  this: CliContext,
  flags: GrantTrustFlags,
): Promise<void> {
  const request = { parent: toOrgId(flags.from), child: toOrgId(flags.to) };
  const { grant, unknown } = await this.withOperations(flags, async (operations, place) => {
    await warnOfTenant(place, this.terminal.tell);
    const unknown = await unknownOrgs(operations, [request.parent, request.child]);
    return { grant: await operations.orgs.grantTrust(request), unknown };
  }, "allowed");
  const document = () => recordJson("TrustGrant", grant);
  await printResult(this.terminal, flags, { document, fields: trustGrantFields(grant) });
  for (const orgId of unknown) await this.terminal.note(unknownNote(orgId));
}

function unknownNote(orgId: OrgId): string {
  return `note: there is no key and no other grant of organisation ${orgId} here; if that is not the one ` +
    "you mean, `cloacina orgs revoke-trust` takes the grant back";
}
