import { fieldsOf, isDamaged } from "../../../domain/damaged.ts";
import { quoted } from "../../../domain/quoted.ts";
import { referenceToId } from "../../../domain/key_reference.ts";
import type { Operations } from "../../../operations/operations.ts";
import { confirm } from "../../terminal/confirm.ts";
import type { ConfirmFlags } from "../../command_line/flags.ts";
import type { CliContext } from "../../context.ts";
import { describePlan, impactFields, warnOfEngine } from "../../records/impact_output.ts";
import { toKeyReference } from "../../keys/key_reference.ts";
import { type Fields, type JsonFlag, printResult } from "../../terminal/output.ts";
import { recordJson } from "../../records/record_json.ts";
import { signingKeyFields } from "../../records/signing_key_output.ts";
import type { RemoteFlags } from "../../server/remote_flags.ts";
import type { OrgFlag, StoreFlags } from "../../store/store_flags.ts";

/** The flags of `keys revoke`. */
export interface RevokeFlags extends JsonFlag, StoreFlags, RemoteFlags, OrgFlag, ConfirmFlags {
  readonly andTrust?: boolean;
  readonly dryRun?: boolean;
}

type Revoked = Awaited<ReturnType<Operations["keys"]["revoke"]>>;

/** Revokes a key for signing, and with `--and-trust` also the trust in it. It cannot be undone. */
export default async function revoke(
  this: CliContext,
  flags: RevokeFlags,
  text: string,
): Promise<void> {
  const request = {
    reference: toKeyReference(this, flags, text),
    andTrust: flags.andTrust ?? false,
    dryRun: flags.dryRun ?? false,
  };
  const revoked = await this.withOperations(flags, async ({ keys }) => {
    if (flags.dryRun || flags.yes) return await keys.revoke(request);
    const planned = await keys.revoke({ ...request, dryRun: true });
    await confirm(this, flags, confirmationOf(planned, flags));
    // By its ID: the confirmation was for this key, whatever the name refers to by now.
    const { id } = fieldsOf(planned.key);
    const reference = { ...request.reference, text: referenceToId(id!) };
    return await keys.revoke({ ...request, reference });
  });
  const document = () => recordJson("Revoked", revoked);
  await printResult(this.terminal, flags, { document, fields: toFields(revoked, flags) });
  await warnOfEngine(this.terminal, revoked);
}

function confirmationOf(revoked: Revoked, { andTrust = false }: RevokeFlags) {
  const { name, id } = fieldsOf(revoked.key);
  const key = name === undefined ? `the damaged key ${id}` : `the key ${quoted(name)} (${id})`;
  const what = andTrust ? `${key} and the trust in it` : key;
  return {
    action: `revoke ${key}`,
    question: `Revoke ${what}? ${describePlan(revoked, endsTrust(revoked, andTrust))}.`,
  };
}

/** A key that nobody but a granted organisation trusts is still trusted after `--and-trust`. */
function endsTrust({ isStillTrusted }: Revoked, andTrust: boolean): boolean {
  return andTrust && !isStillTrusted;
}

function toFields(revoked: Revoked, { dryRun = false, andTrust = false }: RevokeFlags): Fields {
  const trusted = revoked.isStillTrusted && isDamaged(revoked.key)
    ? "may still be trusted: `cloacina keys trusted revoke` ends that"
    : revoked.isStillTrusted
    ? "still trusted: what it signed verifies; --and-trust ends that"
    : andTrust && dryRun
    ? "would no longer be trusted"
    : "not trusted";
  return [
    ...(dryRun ? [["dry run", "nothing was changed"] as const] : []),
    ...signingKeyFields(revoked.key),
    ["public key", trusted],
    ...impactFields(
      { ...revoked, stillTrustedBy: revoked.isStillTrusted ? [] : revoked.stillTrustedBy },
      { isDone: !dryRun, endsTrust: endsTrust(revoked, andTrust) },
    ),
  ];
}
