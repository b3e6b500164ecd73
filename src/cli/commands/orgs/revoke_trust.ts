import { quoted } from "../../../domain/quoted.ts";
import { toOrgId } from "../../../domain/ids.ts";
import { confirm } from "../../terminal/confirm.ts";
import type { ConfirmFlags } from "../../command_line/flags.ts";
import type { CliContext } from "../../context.ts";
import { type JsonFlag, printResult } from "../../terminal/output.ts";
import type { RemoteFlags } from "../../server/remote_flags.ts";
import type { StoreFlags } from "../../store/store_flags.ts";

/** The flags of `orgs revoke-trust`. */
export interface RevokeTrustFlags extends JsonFlag, StoreFlags, RemoteFlags, ConfirmFlags {
  readonly from: string;
  readonly to: string;
}

/** Revokes a grant of trust. Keys that the organisation trusts itself stay trusted. */
export default async function revokeTrust(
  this: CliContext,
  flags: RevokeTrustFlags,
): Promise<void> {
  const [parent, child] = [toOrgId(flags.from), toOrgId(flags.to)];
  await confirm(
    this,
    flags,
    {
      action: `revoke trust in ${quoted(child)}`,
      question: `Let organisation ${parent} no longer accept the keys that ${child} trusts?`,
    },
  );
  await this.withOperations(flags, ({ orgs }) => orgs.revokeTrust({ parent, child }));
  const document = { parent_org_id: parent, child_org_id: child };
  await printResult(this.terminal, flags, {
    document,
    fields: [
      ["organisation", parent],
      ["trusts what", `organisation ${child} trusts itself`],
      ["status", "revoked"],
    ],
  });
}
