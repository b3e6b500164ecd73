import { quoted } from "../../../domain/quoted.ts";
import type { SignatureRecord } from "../../../domain/records.ts";
import { requireSameHash } from "../../../domain/trust.ts";
import { warnOfTenant } from "../../asked_place.ts";
import type { CliContext } from "../../context.ts";
import { hashPackage } from "../../package/batch.ts";
import { requireOrg } from "../../organisation.ts";
import { type JsonFlag, printResult } from "../../terminal/output.ts";
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
  for (const path of paths) files.push(await readSignatureFile(this, path));
  await requirePackage(this, flags, files);
  const signatures = files.map(({ signature }) => signature);
  const rows = await this.withOperations(flags, async (operations, place) => {
    await warnOfTenant(place, this.terminal.tell);
    return await operations.signatures.import({ orgId, signatures });
  });
  await warnOfStatements(this, files);
  const stored = rows.map((row, index) => ({ row, file: files[index]!.name }));
  await printResult(this.terminal, flags, {
    document: () => Promise.all(stored.map(toJson)),
    fields: stored.flatMap(({ row, file }) => [
      ["stored", file],
      ["package", row.packageHash],
      ["signed by", row.keyFingerprint],
    ]),
  });
}

/** Stores keep signatures alone: what was stated, and until when, counts with the file only. */
async function warnOfStatements(
  { terminal }: CliContext,
  files: readonly SignatureFile[],
): Promise<void> {
  for (const { name, signature } of files) {
    if (signature.statement === undefined) continue;
    await terminal.tell(
      `warning: the store keeps the signature of ${quoted(name)} without its statement, and does ` +
        "not know when it expires; keep the file",
    );
  }
}

async function toJson(
  { row, file }: { readonly row: SignatureRecord; readonly file: string },
): Promise<Json> {
  return { signature_file: file, ...await recordJson("StoredSignature", row) };
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
