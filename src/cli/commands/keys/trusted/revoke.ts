import { quoted } from "../../../../domain/quoted.ts";
import { fieldsOf, isDamaged } from "../../../../domain/damaged.ts";
import { shownReference } from "../../../../domain/shown_text.ts";
import { CloacinaError } from "../../../../errors.ts";
import type { OrgId } from "../../../../domain/ids.ts";
import { exactFingerprint, exactId } from "../../../../domain/key_reference.ts";
import type { TrustRevocation } from "../../../../domain/revocation.ts";
import type { Operations } from "../../../../operations/operations.ts";
import { confirm } from "../../../terminal/confirm.ts";
import type { ConfirmFlags } from "../../../command_line/flags.ts";
import type { CliContext } from "../../../context.ts";
import { describePlan, impactFields, warnOfEngine } from "../../../records/impact_output.ts";
import { requireOrg } from "../../../organisation.ts";
import { type JsonFlag, printResult } from "../../../terminal/output.ts";
import type { RemoteFlags } from "../../../server/remote_flags.ts";
import type { OrgFlag, StoreFlags } from "../../../store/store_flags.ts";
import { recordJson } from "../../../records/record_json.ts";
import { trustedKeyFields } from "../../../records/trusted_key_output.ts";

/** The flags of `keys trusted revoke`. */
export interface RevokeTrustedFlags
  extends JsonFlag, StoreFlags, RemoteFlags, OrgFlag, ConfirmFlags {
  readonly dryRun?: boolean;
}

/** Stops trusting a key: packages signed only by it no longer verify. */
export default async function revoke(
  this: CliContext,
  flags: RevokeTrustedFlags,
  text: string,
): Promise<void> {
  const dryRun = flags.dryRun ?? false;
  const orgId = requireOrg(this, flags);
  const revoked = await this.withOperations(flags, async (operations) => {
    const { trusted } = operations.keys;
    const fingerprintPrefix = await fingerprintOf(operations, orgId, text);
    const request = { orgId, fingerprintPrefix, dryRun };
    if (!dryRun && !flags.yes) {
      const planned = await trusted.revoke({ ...request, dryRun: true });
      await confirm(this, flags, confirmationOf(planned));
    }
    return await trusted.revoke(request);
  });
  const document = () => recordJson("TrustRevoked", revoked);
  await printResult(this.terminal, flags, {
    document,
    fields: [
      ...(dryRun ? [["dry run", "nothing was changed"] as const] : []),
      ...trustedKeyFields(revoked.key),
      ...impactFields(revoked, { isDone: !dryRun, endsTrust: true }),
    ],
  });
  await warnOfEngine(this.terminal, revoked);
}

/** The fingerprint of a trusted key, or its ID if its row is damaged; the whole of either needs no lookup. */
async function fingerprintOf({ keys }: Operations, orgId: OrgId, text: string): Promise<string> {
  const exact = exactFingerprint(text) ?? exactId(text);
  if (exact !== undefined) return exact;
  const key = await keys.trusted.lookUp({ orgId, text });
  if (!isDamaged(key)) return key.publicKey.fingerprint;
  const { id } = key.intact;
  if (id !== undefined) return id;
  const message = `Cannot revoke the trusted key ${quoted(shownReference(text))}: ${key.fault}`;
  throw new CloacinaError("key_integrity", message);
}

function confirmationOf(revocation: TrustRevocation) {
  const { id, name, publicKey } = fieldsOf(revocation.key);
  const reference = publicKey?.fingerprint ?? id;
  const key = name ? `${quoted(name)} (${reference})` : `${reference}`;
  return {
    action: `revoke the trusted key ${key}`,
    question: `Revoke the trust in the key ${key}? ${describePlan(revocation, true)}.`,
  };
}
