import { toOrgId } from "../../../domain/ids.ts";
import { warnOfTenant } from "../../asked_place.ts";
import type { CliContext } from "../../context.ts";
import { type JsonFlag, printResult } from "../../terminal/output.ts";
import type { RemoteFlags } from "../../server/remote_flags.ts";
import type { StoreFlags } from "../../store/store_flags.ts";
import { recordJson } from "../../records/record_json.ts";
import { trustGrantFields } from "../../records/trust_grant_output.ts";

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
  const grant = await this.withOperations(flags, async ({ orgs }, place) => {
    await warnOfTenant(place, this.terminal.tell);
    return await orgs.grantTrust(request);
  }, "allowed");
  const document = () => recordJson("TrustGrant", grant);
  await printResult(this.terminal, flags, { document, fields: trustGrantFields(grant) });
}
