import type { TrustedKey } from "../../domain/trust.ts";
import { holdsCertificate } from "../../formats/keys/holds_certificate.ts";
import { parsePublicKeys } from "../../formats/keys/public_key.ts";
import type { CliContext } from "../context.ts";
import { warnOfCertificate } from "./certificate_warning.ts";
import { refuseKeyText } from "./key_text.ts";
import { refuseSecret } from "../secrets/secret_given.ts";
import { isStandardInput } from "../terminal/standard_streams.ts";
import { refuseFingerprint } from "./fingerprint_given.ts";
import { inlinePublicKey } from "./inline_public_key.ts";
import { readKeyToTrust } from "./key_source.ts";
import { pathOf, type ReferencedBytes } from "./read_reference.ts";

const ACTION = "read the public key";

/**
 * The public keys of references, bundles, and directories (not recursive). A file that is not a public key is an error,
 * as is one that others may write to: no trust anchor is skipped silently.
 */
export async function readTrustedKeys(
  context: CliContext,
  references: readonly string[],
): Promise<readonly TrustedKey[]> {
  const trusted: TrustedKey[] = [];
  for (const reference of references) {
    for (const file of await filesOf(context, reference)) {
      trusted.push(...await keysIn(context, file));
    }
  }
  return trusted;
}

async function filesOf(
  context: CliContext,
  reference: string,
): Promise<readonly ReferencedBytes[]> {
  const path = inlinePublicKey(reference) === null ? pathOf(reference) : null;
  if (path !== null && !isStandardInput(path)) {
    const inside = await list(context, path);
    if (inside !== null) {
      const { readKeyFiles } = await import("./key_files.ts");
      return await readKeyFiles(context.files, { path, inside }, ACTION);
    }
  }
  return [await readKeyToTrust(context, reference, ACTION)];
}

/** The files in a directory; null for anything else. */
async function list({ files }: CliContext, path: string): Promise<readonly string[] | null> {
  return await files.list(path, ACTION).catch((error) => {
    refuseFingerprint(path, ACTION);
    refuseSecret(path, ACTION);
    refuseKeyText(path, ACTION);
    throw error;
  });
}

async function keysIn(
  { terminal }: CliContext,
  { bytes, name }: ReferencedBytes,
): Promise<readonly TrustedKey[]> {
  const keys = await parsePublicKeys(bytes, name);
  if (await holdsCertificate(bytes)) await warnOfCertificate(terminal, name);
  for (const { fingerprint } of keys) {
    await terminal.detail(`trusted key: ${fingerprint}, in ${name}`);
  }
  return keys.map((publicKey) => ({ publicKey, source: name }));
}
