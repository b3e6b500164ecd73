import type { CliContext } from "../../context.ts";
import { recordJson } from "../../records/record_json.ts";
import { type JsonFlag, printResult } from "../../terminal/output.ts";
import { readSignatureFile } from "../../package/signature_file.ts";

/** Prints the contents of a signature file, which are claims: only its form is checked. */
export default async function inspect(
  this: CliContext,
  flags: JsonFlag,
  path: string,
): Promise<void> {
  const { name, signature } = await readSignatureFile(this, path);
  const { packageHash, keyFingerprint, signedAt } = signature;
  const document = async () => ({
    signature_file: name,
    ...await recordJson("MadeSignature", signature),
    checked: false,
  });
  await printResult(this.terminal, flags, {
    document,
    fields: [
      ["file", name],
      ["for package", packageHash],
      ["claims key", keyFingerprint],
      ["claims time", signedAt],
      ["signature", signature.signature.toBase64()],
      ["checked", "no; run: cloacina package verify"],
    ],
  });
}
