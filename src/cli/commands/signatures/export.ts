import { type Damaged, fieldsOf, isDamaged, type Stored } from "../../../domain/damaged.ts";
import type { PackageHash } from "../../../domain/package_hash.ts";
import type { StatedSignature } from "../../../domain/stored_signature.ts";
import { shownReference } from "../../../domain/shown_text.ts";
import { quoted } from "../../../domain/quoted.ts";
import { CloacinaError } from "../../../errors.ts";
import { serializeDetachedSignature } from "../../../formats/signature/serialize_detached_signature.ts";
import { toSignature } from "../../../operations/signatures/to_signature.ts";
import type { CliContext } from "../../context.ts";
import { recordJson } from "../../records/record_json.ts";
import { type JsonFlag, printResult } from "../../terminal/output.ts";
import { STATE_ANEW } from "../../package/stored_statements.ts";
import { readPackageHash } from "../../package/read_package_hash.ts";
import { type ForceFlag, writeModeOf } from "../../command_line/flags.ts";
import type { PackageFlags } from "../../package/package_flags.ts";
import { requireOneDocument } from "../../terminal/require_one_document.ts";
import { STANDARD_STREAM } from "../../terminal/standard_streams.ts";
import type { RemoteFlags } from "../../server/remote_flags.ts";
import type { StoreFlags } from "../../store/store_flags.ts";
import { signaturesOfPackage } from "./signatures_of_package.ts";
import { isSignedBy, signerPrefix } from "./signer_prefix.ts";
import { firstFew } from "../../../domain/first_few.ts";

/** The flags of `signatures export`. */
export interface ExportSignatureFlags
  extends JsonFlag, StoreFlags, RemoteFlags, PackageFlags, ForceFlag {
  readonly signer?: string;
  readonly output?: string;
}

/** Writes a stored signature as a detached signature file. It is not verified. */
export default async function exportSignature(
  this: CliContext,
  flags: ExportSignatureFlags,
): Promise<void> {
  const { output: target = STANDARD_STREAM } = flags;
  requireOneDocument(flags, target, { action: "write the signature", document: "the signature" });
  const hash = await requireHash(this, flags);
  const items = await this.withOperations(
    flags,
    ({ signatures }) => signaturesOfPackage(signatures, { orgId: null, hash }),
  );
  // A hash that was computed here is nobody's secret; one that was given might be.
  const shown = flags.hash === undefined ? hash : shownReference(hash);
  const row = requireSound(chooseOne(shown, items, flags.signer), shown);
  const text = serializeDetachedSignature(toSignature(row));
  if (target === STANDARD_STREAM) return await this.terminal.write(text);
  const file = { path: target, bytes: new TextEncoder().encode(text), mode: 0o644 };
  await this.files.write([file], writeModeOf(flags));
  const { keyFingerprint } = row;
  const document = async () => ({
    signature_file: target,
    ...await recordJson("StoredSignature", row),
  });
  await printResult(this.terminal, flags, {
    document,
    fields: [["signature", target], ["package", hash], ["signed by", keyFingerprint]],
  });
}

async function requireHash(
  context: CliContext,
  flags: ExportSignatureFlags,
): Promise<PackageHash> {
  const hash = await readPackageHash(context, flags);
  if (hash !== null) return hash;
  throw new CloacinaError(
    "invalid_request",
    "Cannot export a signature: no package was given",
    {
      hint: "give it with --package FILE or --hash HASH",
    },
  );
}

function chooseOne(
  shown: string,
  rows: readonly Stored<StatedSignature>[],
  signer: string | undefined,
): Stored<StatedSignature> {
  const found = signer === undefined
    ? rows
    : rows.filter(isSignedBy(signerPrefix(signer, "--signer")));
  const [row, ...others] = found;
  if (row === undefined) {
    const by = signer === undefined ? "" : ` by ${quoted(shownReference(signer))}`;
    const state = `none${by} is stored for ${shown}`;
    throw new CloacinaError("signature_not_found", `Cannot export a signature: ${state}`);
  }
  if (others.length === 0) return row;
  const signers = found.map((one) => fieldsOf(one).keyFingerprint ?? "an unknown key");
  throw new CloacinaError(
    "invalid_request",
    "Cannot export a signature: the package has several signatures",
    {
      hint: `choose one with --signer: ${firstFew(signers).join(", ")}`,
    },
  );
}

/** Throws `malformed_signature`: what is damaged is written nowhere. */
function requireSound(row: Stored<StatedSignature>, shown: string): StatedSignature {
  if (!isDamaged(row)) return row;
  const message = `Cannot export the signature of ${shown}: it is damaged: ${row.fault}`;
  throw new CloacinaError("malformed_signature", message, { hint: remedyOf(row) });
}

/** What helps; where all of the row could be read, that of its statement is damaged. */
function remedyOf({ intact }: Damaged<StatedSignature>): string {
  const { id, packageHash, keyFingerprint, signature, signedAt, orgId } = intact;
  const fields = [id, packageHash, keyFingerprint, signature, signedAt, orgId];
  if (fields.every((field) => field !== undefined)) return STATE_ANEW;
  if (id === undefined) return "restore its row from a backup";
  return `\`cloacina signatures remove --id ${id}\` takes it out of the store`;
}
