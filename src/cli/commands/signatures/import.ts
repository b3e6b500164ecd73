import type { StatedSignature } from "../../../domain/stored_signature.ts";
import { requireSameHash } from "../../../domain/trust.ts";
import { warnOfTenant } from "../../asked_place.ts";
import type { CliContext } from "../../context.ts";
import { hashPackage } from "../../package/batch.ts";
import { requireOrg } from "../../organisation.ts";
import { type JsonFlag, printResult } from "../../terminal/output.ts";
import { orPackage } from "../../package/named_signature.ts";
import { readSignatureFile, type SignatureFile } from "../../package/signature_file.ts";
import { type Json, recordJson } from "../../records/record_json.ts";
import type { RemoteFlags } from "../../server/remote_flags.ts";
import type { OrgFlag, StoreFlags } from "../../store/store_flags.ts";

/** The flags of `signatures import`. */
export interface ImportSignaturesFlags extends JsonFlag, StoreFlags, RemoteFlags, OrgFlag {
  readonly package?: string;
}

/** Verifies signatures from elsewhere and stores all of them, or none. */
export default async function importSignatures(
  this: CliContext,
  flags: ImportSignaturesFlags,
  ...paths: readonly string[]
): Promise<void> {
  const orgId = requireOrg(this, flags);
  const files: SignatureFile[] = [];
  for (const path of paths) files.push(await readNamed(this, path));
  await requirePackage(this, flags, files);
  const signatures = files.map(({ signature }) => signature);
  const rows = await this.withOperations(flags, async (operations, place) => {
    await warnOfTenant(place, this.terminal.tell);
    return await operations.signatures.import({ orgId, signatures });
  });
  const stored = rows.map((row, index) => ({ row, file: files[index]! }));
  await printResult(this.terminal, flags, {
    document: () => Promise.all(stored.map(toJson)),
    fields: stored.flatMap(({ row, file }) => [
      ["stored", file.name],
      ["package", row.packageHash],
      ["signed by", row.keyFingerprint],
      ...(row.statement === undefined ? [] : [[
        "statement",
        file.signature.statement === undefined ? "stored before" : "stored too",
      ]] as const),
    ]),
  });
}

async function readNamed(context: CliContext, path: string): Promise<SignatureFile> {
  try {
    return await readSignatureFile(context, path);
  } catch (thrown) {
    throw await orPackage(context, path, thrown);
  }
}

/** A signature as it is stored, and the file that it is from. */
interface Imported {
  readonly row: StatedSignature;
  readonly file: SignatureFile;
}

async function toJson({ row, file }: Imported): Promise<Json> {
  return { signature_file: file.name, ...await recordJson("StoredSignature", row) };
}

/** With `--package`, every signature is one of this very file. */
async function requirePackage(
  context: CliContext,
  flags: ImportSignaturesFlags,
  files: readonly SignatureFile[],
): Promise<void> {
  if (flags.package === undefined) return;
  const hashed = await hashPackage(context, flags.package);
  for (const { signature } of files) requireSameHash(signature, hashed);
}
