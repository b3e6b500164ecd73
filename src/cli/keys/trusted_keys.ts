import type { TrustedKey } from "../../domain/trust.ts";
import { quoted } from "../../domain/quoted.ts";
import { CloacinaError } from "../../errors.ts";
import { MAX_KEY_FILE_BYTES } from "../../formats/keys/detect_keys.ts";
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
  const inside = await listIfDirectory(context, reference);
  return inside === null
    ? [await readKeyToTrust(context, reference, ACTION)]
    : inside.map((path) => readEntry(context, path));
}

/** The files in the directory that a reference names; null if it names anything else. */
async function listIfDirectory(
  { files }: CliContext,
  reference: string,
): Promise<readonly string[] | null> {
  const path = inlinePublicKey(reference) === null ? pathOf(reference) : null;
  if (path === null || isStandardInput(path)) return null;
  const inside = await files.list(path, ACTION).catch((error) => {
    refuseFingerprint(path, ACTION);
    refuseSecret(path, ACTION);
    refuseKeyText(path, ACTION);
    throw error;
  });
  if (inside === null) return null;
  files.requireTrustedPresent(path, ACTION);
  if (inside.length > 0) return inside;
  throw new CloacinaError(
    "invalid_key",
    `Cannot trust the keys in ${quoted(path)}: the directory is empty`,
  );
}

/** A regular file: nobody was asked whether a FIFO in a directory has a writer. */
function readEntry({ files }: CliContext, path: string): ReferencedBytes {
  const { bytes, mode } = files.readTrusted(path, MAX_KEY_FILE_BYTES, ACTION);
  return { name: path, bytes, mode };
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
