import { fieldsOf, isDamaged } from "../../../domain/damaged.ts";
import { HEX_32_BYTES } from "../../../domain/patterns.ts";
import type { Fingerprint } from "../../../domain/fingerprint.ts";
import { isUuid, toOrgId } from "../../../domain/ids.ts";
import { quoted } from "../../../domain/quoted.ts";
import { shownValue } from "../../../domain/shown_text.ts";
import type { SignatureChoice, SignatureRemoval } from "../../../domain/stored_signature.ts";
import { CloacinaError } from "../../../errors.ts";
import type { ConfirmFlags } from "../../command_line/flags.ts";
import type { CliContext } from "../../context.ts";
import { readPackageHash } from "../../package/read_package_hash.ts";
import type { PackageFlags } from "../../package/package_flags.ts";
import { recordJson } from "../../records/record_json.ts";
import { storedSignatureFields } from "../../records/stored_signature_output.ts";
import { confirm } from "../../terminal/confirm.ts";
import { type Fields, type JsonFlag, printResult } from "../../terminal/output.ts";
import type { RemoteFlags } from "../../server/remote_flags.ts";
import type { OrgFlag, StoreFlags } from "../../store/store_flags.ts";

/** The flags of `signatures remove`. */
export interface RemoveSignatureFlags
  extends JsonFlag, StoreFlags, RemoteFlags, OrgFlag, PackageFlags, ConfirmFlags {
  readonly fingerprint?: string;
  readonly id?: string;
  readonly dryRun?: boolean;
  readonly force?: boolean;
}

/** Removes a stored signature. It cannot be undone, except by storing it again. */
export default async function remove(
  this: CliContext,
  flags: RemoveSignatureFlags,
): Promise<void> {
  const request = {
    // Any organisation's row may stand in the way: only --org leaves some out.
    orgId: flags.org === undefined ? null : toOrgId(flags.org),
    choice: await readChoice(this, flags),
    force: flags.force ?? false,
    dryRun: flags.dryRun ?? false,
  };
  const removal = await this.withOperations(flags, async ({ signatures }) => {
    if (!flags.dryRun && !flags.yes) {
      const planned = await signatures.remove({ ...request, dryRun: true });
      await confirm(this, flags, confirmationOf(planned));
    }
    return await signatures.remove(request);
  });
  const document = () => recordJson("SignatureRemoved", removal);
  await printResult(this.terminal, flags, { document, fields: toFields(removal, request.force) });
}

/** Either a package and the fingerprint of its signer, or the ID of the row. */
async function readChoice(
  context: CliContext,
  flags: RemoveSignatureFlags,
): Promise<SignatureChoice> {
  const { id, fingerprint } = flags;
  const packageHash = await readPackageHash(context, flags);
  if (id === undefined && packageHash !== null && fingerprint !== undefined) {
    return { packageHash, keyFingerprint: parseFingerprint(fingerprint) };
  }
  if (id !== undefined && packageHash === null && fingerprint === undefined) {
    return { id: parseId(id) };
  }
  throw new CloacinaError(
    "invalid_request",
    "Cannot remove a signature: it is not clear which one",
    { hint: "give --hash or --package with --fingerprint, or --id alone" },
  );
}

function parseFingerprint(text: string): Fingerprint {
  if (HEX_32_BYTES.test(text)) return text.toLowerCase() as Fingerprint;
  throw new CloacinaError(
    "invalid_request",
    `Cannot read --fingerprint ${quoted(shownValue(text))}: it is not 64 hex characters`,
    { hint: "`cloacina signatures list --hash HASH` shows the fingerprints" },
  );
}

function parseId(text: string): string {
  if (isUuid(text)) return text.toLowerCase();
  throw new CloacinaError(
    "invalid_request",
    `Cannot read --id ${quoted(shownValue(text))}: it is not a UUID`,
    { hint: "`cloacina signatures list --json` shows the IDs" },
  );
}

function confirmationOf({ signature, lastFor }: SignatureRemoval) {
  const { id, packageHash, keyFingerprint } = fieldsOf(signature);
  const what = isDamaged(signature)
    ? `the damaged signature ${id}`
    : `the signature of ${packageHash} by ${keyFingerprint}`;
  const last = lastFor.length === 0
    ? ""
    : ` It is the last good one of the package for ${lastFor.join(", ")}.`;
  return { action: `remove ${what}`, question: `Remove ${what} from the store?${last}` };
}

function toFields({ signature, lastFor, isDryRun }: SignatureRemoval, isForced: boolean): Fields {
  const isRefused = isDryRun && lastFor.length > 0 && !isForced;
  return [
    ...(isDryRun ? [["dry run", "nothing was changed"] as const] : [["removed", "yes"] as const]),
    ...(isRefused ? [["removal", "would be refused without --force"] as const] : []),
    ...storedSignatureFields(signature),
    ...lastFor.map((orgId) => ["last good one for", `organisation ${orgId}`] as const),
  ];
}
