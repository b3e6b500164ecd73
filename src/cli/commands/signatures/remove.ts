import { fieldsOf, isDamaged } from "../../../domain/damaged.ts";
import type { Fingerprint } from "../../../domain/fingerprint.ts";
import { isUuid, type OrgId, toOrgId } from "../../../domain/ids.ts";
import { lastSignature } from "../../../domain/last_signature.ts";
import type { PackageHash } from "../../../domain/package_hash.ts";
import { LOWER_HEX_32_BYTES } from "../../../domain/patterns.ts";
import { quoted } from "../../../domain/quoted.ts";
import { shownReference, shownValue } from "../../../domain/shown_text.ts";
import type { SignatureChoice, SignatureRemoval } from "../../../domain/stored_signature.ts";
import { CloacinaError } from "../../../errors.ts";
import type { Operations } from "../../../operations/operations.ts";
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
import { signaturesOfPackage } from "./signatures_of_package.ts";
import { isSignedBy, signerPrefix } from "./signer_prefix.ts";
import { firstFew } from "../../../domain/first_few.ts";

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
  const { force = false, dryRun = false } = flags;
  // Any organisation's row may stand in the way: only --org leaves some out.
  const orgId = flags.org === undefined ? null : toOrgId(flags.org);
  const asked = await readChoice(this, flags);
  const removal = await this.withOperations(flags, async ({ signatures }) => {
    const choice = await choose(signatures, orgId, asked);
    const request = { orgId, choice, force, dryRun };
    if (!dryRun && !flags.yes) {
      const planned = await signatures.remove({ ...request, dryRun: true });
      if (planned.isLast && !force) throw lastSignature(planned);
      await confirm(this, flags, confirmationOf(planned));
    }
    return await signatures.remove(request);
  });
  const document = () => recordJson("SignatureRemoved", removal);
  await printResult(this.terminal, flags, { document, fields: toFields(removal, force) });
}

/** A package and the beginning of its signer's fingerprint, or the ID of the row. */
type AskedSignature = ByPrefix | { readonly id: string };

interface ByPrefix {
  readonly packageHash: PackageHash;
  readonly prefix: string;
}

async function readChoice(
  context: CliContext,
  flags: RemoveSignatureFlags,
): Promise<AskedSignature> {
  const { id, fingerprint } = flags;
  const packageHash = await readPackageHash(context, flags);
  if (id === undefined && packageHash !== null && fingerprint !== undefined) {
    return { packageHash, prefix: signerPrefix(fingerprint, "--fingerprint") };
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

/** Throws `signature_not_found` if no signer of the package has the prefix, and `invalid_request` if several have. */
async function choose(
  signatures: Operations["signatures"],
  orgId: OrgId | null,
  asked: AskedSignature,
): Promise<SignatureChoice> {
  if ("id" in asked) return asked;
  const { packageHash, prefix } = asked;
  if (LOWER_HEX_32_BYTES.test(prefix)) {
    return { packageHash, keyFingerprint: prefix as Fingerprint };
  }
  const items = await signaturesOfPackage(signatures, { orgId, hash: packageHash });
  const signers = items.filter(isSignedBy(prefix)).map((row) => fieldsOf(row).keyFingerprint!);
  const [keyFingerprint, ...others] = signers;
  if (keyFingerprint === undefined) throw notStored(asked);
  if (others.length > 0) throw severalSigners(asked, signers);
  return { packageHash, keyFingerprint };
}

function notStored({ packageHash, prefix }: ByPrefix): CloacinaError {
  return new CloacinaError(
    "signature_not_found",
    `Cannot remove the signature of ${shownReference(packageHash)} by ${
      quoted(shownReference(prefix))
    }: no such signature is stored`,
    { hint: "`cloacina signatures list --hash HASH` shows the signatures of a package" },
  );
}

function severalSigners({ prefix }: ByPrefix, signers: readonly Fingerprint[]): CloacinaError {
  return new CloacinaError(
    "invalid_request",
    `Cannot remove the signature by ${quoted(shownReference(prefix))}: several signers match`,
    { hint: `specify one of: ${firstFew(signers).join("; ")}` },
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
    : ` It is the last good one of the package for ${firstFew(lastFor).join(", ")}.`;
  return { action: `remove ${what}`, question: `Remove ${what} from the store?${last}` };
}

function toFields(
  { signature, lastFor, isLast, isDryRun }: SignatureRemoval,
  isForced: boolean,
): Fields {
  const isRefused = isDryRun && isLast && !isForced;
  return [
    ...(isDryRun ? [["dry run", "nothing was changed"] as const] : [["removed", "yes"] as const]),
    ...(isRefused ? [["removal", "would be refused without --force"] as const] : []),
    ...storedSignatureFields(signature),
    ...lastFor.map((orgId) => ["last good one for", `organisation ${orgId}`] as const),
  ];
}
