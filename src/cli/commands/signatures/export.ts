import { fieldsOf, isDamaged, type Stored } from "../../../domain/damaged.ts";
import type { PackageHash } from "../../../domain/package_hash.ts";
import type { SignatureRecord } from "../../../domain/records.ts";
import { shownReference } from "../../../domain/shown_text.ts";
import { quoted } from "../../../domain/quoted.ts";
import { CloacinaError } from "../../../errors.ts";
import { serializeDetachedSignature } from "../../../formats/signature/serialize_detached_signature.ts";
import { toSignature } from "../../../operations/signatures/to_signature.ts";
import type { CliContext } from "../../context.ts";
import { recordJson } from "../../records/record_json.ts";
import { type JsonFlag, printResult } from "../../terminal/output.ts";
import { readPackageHash } from "../../package/read_package_hash.ts";
import type { PackageFlags } from "../../package/package_flags.ts";
import { requireOneDocument } from "../../terminal/require_one_document.ts";
import { STANDARD_STREAM } from "../../terminal/standard_streams.ts";
import type { RemoteFlags } from "../../server/remote_flags.ts";
import type { StoreFlags } from "../../store/store_flags.ts";
import { ALL_OF_PACKAGE, isSignedBy, signerPrefix } from "./signer_prefix.ts";

/** The flags of `signatures export`. */
export interface ExportSignatureFlags extends JsonFlag, StoreFlags, RemoteFlags, PackageFlags {
  readonly signer?: string;
  readonly output?: string;
  readonly force?: boolean;
}

/** Writes a stored signature as a detached signature file. It is not verified. */
export default async function exportSignature(
  this: CliContext,
  flags: ExportSignatureFlags,
): Promise<void> {
  const { output: target = STANDARD_STREAM } = flags;
  requireOneDocument(flags, target, { action: "write the signature", document: "the signature" });
  const hash = await requireHash(this, flags);
  const { items } = await this.withOperations(
    flags,
    ({ signatures }) => signatures.list({ orgId: null, hash, page: ALL_OF_PACKAGE }),
  );
  // A hash that was computed here is nobody's secret; one that was given might be.
  const shown = flags.hash === undefined ? hash : shownReference(hash);
  const row = requireSound(chooseOne(shown, items, flags.signer), shown);
  const text = serializeDetachedSignature(toSignature(row));
  if (target === STANDARD_STREAM) return await this.terminal.write(text);
  const file = { path: target, bytes: new TextEncoder().encode(text), mode: 0o644 };
  await this.files.write([file], flags.force ? "replace" : "create");
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
  rows: readonly Stored<SignatureRecord>[],
  signer: string | undefined,
): Stored<SignatureRecord> {
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
  const signers = found.map((one) => fieldsOf(one).keyFingerprint ?? "an unknown key").join(", ");
  throw new CloacinaError(
    "invalid_request",
    "Cannot export a signature: the package has several signatures",
    {
      hint: `choose one with --signer: ${signers}`,
    },
  );
}

/** Throws `malformed_signature`: a damaged row is written nowhere. */
function requireSound(row: Stored<SignatureRecord>, shown: string): SignatureRecord {
  if (!isDamaged(row)) return row;
  const message = `Cannot export the signature of ${shown}: its row is damaged: ${row.fault}`;
  throw new CloacinaError("malformed_signature", message, {
    hint: "`cloacina signatures remove` takes it out of the store",
  });
}
