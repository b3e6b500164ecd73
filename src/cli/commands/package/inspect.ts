import { join } from "node:path";
import { hasExpired } from "../../../domain/expiry.ts";
import type { PackageSignature } from "../../../domain/signature.ts";
import type { SignatureScheme } from "../../../domain/signature_scheme.ts";
import { quoted } from "../../../domain/quoted.ts";
import {
  isProviderSignature,
  parseProviderSignature,
  PROVIDER_SIGNATURE_FILE,
} from "../../../formats/signature/provider_signature.ts";
import { parseStatement } from "../../../formats/statement/statement.ts";
import type { CliContext } from "../../context.ts";
import { recordJson } from "../../records/record_json.ts";
import { type JsonFlag, printResult, type Result } from "../../terminal/output.ts";
import { STANDARD_STREAM } from "../../terminal/standard_streams.ts";
import { shownStatement } from "../../package/shown_statement.ts";
import { parseNamedSignature } from "../../package/named_signature.ts";
import { readSignatureBytes } from "../../package/signature_file.ts";

/** Prints the contents of a signature file, which are claims: only its form is checked. */
export default async function inspect(
  this: CliContext,
  flags: JsonFlag,
  path: string,
): Promise<void> {
  const isProvider = await isDirectory(this, path);
  const file = await readSignatureBytes(
    this,
    isProvider ? join(path, PROVIDER_SIGNATURE_FILE) : path,
  );
  const { name, bytes } = file;
  const result = isProvider || isProviderSignature(bytes)
    ? ofProvider(name, parseProviderSignature(bytes, name))
    : ofPackage(name, await parseNamedSignature(this, path, file), this.now());
  await printResult(this.terminal, flags, result);
}

/** What cannot be listed is read as a file, which reports the error. */
async function isDirectory({ files }: CliContext, path: string): Promise<boolean> {
  if (path === STANDARD_STREAM) return false;
  return await files.list(path, "read the signature").then((names) => names !== null, () => false);
}

function ofPackage(name: string, signature: PackageSignature, now: Date): Result {
  const { packageHash, keyFingerprint, signedAt } = signature;
  const statement = signature.statement &&
    parseStatement(signature.statement.payload, quoted(name));
  const shown = statement && shownStatement(statement, "claimed");
  const isExpired = hasExpired(statement?.expires ?? null, now);
  return {
    document: async () => ({
      ...documentOf("package", name),
      ...await recordJson("MadeSignature", signature),
      ...shown?.json,
      checked: false,
    }),
    fields: [
      ["file", name],
      ["scheme", "package"],
      ["package", packageHash],
      ["signed by", `${keyFingerprint} (claimed)`],
      ["signed at", `${signedAt} (claimed)`],
      ...shown?.fields ?? [],
      ...(isExpired ? [["status", "expired (claimed)"] as const] : []),
      ["signature", signature.signature.toBase64()],
      ["checked", "no; run: cloacina package verify"],
    ],
  };
}

/** It names neither package, key nor time. */
function ofProvider(name: string, signature: Uint8Array<ArrayBuffer>): Result {
  const base64 = signature.toBase64();
  return {
    document: { ...documentOf("provider", name), signature: base64, checked: false },
    fields: [
      ["file", name],
      ["scheme", "provider"],
      ["signature", base64],
      ["checked", "no; run: cloacina package verify --scheme provider"],
    ],
  };
}

function documentOf(scheme: SignatureScheme, name: string) {
  return { signature_file: name, scheme };
}
