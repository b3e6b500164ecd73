import type { TrustedKey } from "../../domain/trust.ts";
import { quoted } from "../../domain/quoted.ts";
import { CloacinaError } from "../../errors.ts";
import { MAX_KEY_FILE_BYTES } from "../../formats/keys/detect_keys.ts";
import { parsePublicKeys } from "../../formats/keys/public_key.ts";
import type { CliContext } from "../context.ts";
import { readTrusted } from "./read_reference.ts";
import { refuseSecret } from "../secrets/secret_given.ts";
import { STANDARD_STREAM } from "../terminal/standard_streams.ts";

const ACTION = "read the public key";

/**
 * The public keys in files, bundles, and directories (not recursive). A file that is not a public key is an error, as
 * is one that others may write to: no trust anchor is skipped silently.
 */
export async function readTrustedKeys(
  context: CliContext,
  paths: readonly string[],
): Promise<readonly TrustedKey[]> {
  const trusted: TrustedKey[] = [];
  for (const path of paths) {
    for (const file of await filesOf(context, path)) {
      trusted.push(...await readTrustedFile(context, file));
    }
  }
  return trusted;
}

async function filesOf({ files }: CliContext, path: string): Promise<readonly string[]> {
  if (path === STANDARD_STREAM) return [path];
  const inside = await files.list(path, ACTION).catch((error) => {
    refuseSecret(path, ACTION);
    throw error;
  });
  if (inside === null) return [path];
  files.requireTrusted(path, ACTION);
  if (inside.length > 0) return inside;
  throw new CloacinaError(
    "invalid_key",
    `Cannot trust the keys in ${quoted(path)}: the directory is empty`,
  );
}

async function readTrustedFile(
  context: CliContext,
  path: string,
): Promise<readonly TrustedKey[]> {
  const { bytes, name } = await readTrusted(context, path, {
    limit: MAX_KEY_FILE_BYTES,
    action: ACTION,
  });
  const keys = await parsePublicKeys(bytes, name);
  return keys.map((publicKey) => ({ publicKey, source: name }));
}
